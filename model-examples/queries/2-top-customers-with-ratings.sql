-- The ten enterprise customers that spent most in December 2025, and how well rated is what they bought: PostgreSQL, S3 and the ratings of the REST service.
SELECT
  c.customer_id,
  c.name,
  c.country,
  COUNT(DISTINCT o.order_id) AS orders,
  SUM(l.quantity * l.price * (1 - l.discount)) AS spent,
  AVG(r.stars) AS stars,
  SUM(r.reviews) AS reviews
FROM crm.customers AS c
JOIN crm.orders AS o ON o.customer_id = c.customer_id
JOIN lake.line_items AS l ON l.order_id = o.order_id
LEFT JOIN market.ratings AS r ON r.product_id = l.product_id
WHERE c.segment = 'enterprise'
  AND l.ship_year = 2025
  AND l.ship_month = 12
GROUP BY c.customer_id, c.name, c.country
ORDER BY spent DESC, c.customer_id
FETCH FIRST 10 ROWS ONLY
