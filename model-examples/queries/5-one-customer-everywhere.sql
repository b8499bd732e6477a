-- The orders of one customer in one month, across all three sources: the customer is looked up in PostgreSQL, the month picks one of 25 partitions in S3, and the ratings come from the REST service.
SELECT
  o.order_id,
  o.ordered_at,
  o.status,
  l.line_no,
  p.name AS product,
  l.quantity,
  l.price,
  r.stars,
  r.reviews
FROM crm.customers AS c
JOIN crm.orders AS o ON o.customer_id = c.customer_id
JOIN lake.line_items AS l ON l.order_id = o.order_id
JOIN lake.products AS p ON p.product_id = l.product_id
JOIN market.ratings AS r ON r.product_id = l.product_id
WHERE c.customer_id = 7
  AND o.status = 'shipped'
  AND l.ship_year = 2025
  AND l.ship_month = 12
ORDER BY o.order_id, l.line_no
