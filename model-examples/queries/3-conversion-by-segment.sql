-- From the cart to the order: customers who put something into the cart in November 2025 (one Parquet partition in S3), and how many of them ordered afterwards (PostgreSQL).
SELECT
  c.segment,
  COUNT(DISTINCT e.customer_id) AS visitors,
  COUNT(DISTINCT o.customer_id) AS buyers,
  COUNT(DISTINCT o.order_id) AS orders
FROM lake.web_events AS e
JOIN crm.customers AS c ON c.customer_id = e.customer_id
LEFT JOIN crm.orders AS o
  ON o.customer_id = e.customer_id
  AND o.ordered_at > e.event_time
  AND o.status IN ('new', 'paid', 'shipped')
WHERE e.event_month = '2025-11'
  AND e.kind = 'cart'
GROUP BY c.segment
ORDER BY c.segment
