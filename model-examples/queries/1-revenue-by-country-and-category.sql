-- Revenue of one quarter by country and category: customers and orders in PostgreSQL, line items (three of 25 Parquet partitions) and products (CSV) in S3.
SELECT
  c.country,
  p.category,
  COUNT(*) AS lines,
  SUM(l.quantity) AS pieces,
  SUM(l.quantity * l.price * (1 - l.discount)) AS revenue
FROM crm.customers AS c
JOIN crm.orders AS o ON o.customer_id = c.customer_id
JOIN lake.line_items AS l ON l.order_id = o.order_id
JOIN lake.products AS p ON p.product_id = l.product_id
WHERE l.ship_year = 2025
  AND l.ship_month BETWEEN 4 AND 6
  AND o.status <> 'cancelled'
GROUP BY c.country, p.category
ORDER BY revenue DESC, c.country, p.category
