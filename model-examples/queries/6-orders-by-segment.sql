-- A join inside one database: all of it runs in PostgreSQL, and only the groups travel.
SELECT
  c.segment,
  o.status,
  COUNT(*) AS orders,
  COUNT(DISTINCT c.customer_id) AS customers,
  SUM(c.credit) AS credit,
  MAX(o.ordered_at) AS latest
FROM crm.customers AS c
JOIN crm.orders AS o ON o.customer_id = c.customer_id
WHERE o.priority >= 3
GROUP BY c.segment, o.status
ORDER BY c.segment, o.status
