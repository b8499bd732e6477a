-- Revenue of March 2025 in the currency of each order, at the rate of the day of shipping: PostgreSQL, S3 and the rates of the REST service.
SELECT
  o.currency,
  COUNT(*) AS lines,
  SUM(l.quantity * l.price) AS euros,
  SUM(CAST(l.quantity * l.price AS DECIMAL(14, 2)) * r.per_euro) AS local_amount,
  MIN(r.per_euro) AS lowest_rate,
  MAX(r.per_euro) AS highest_rate
FROM crm.orders AS o
JOIN lake.line_items AS l ON l.order_id = o.order_id
JOIN market.rates AS r ON r.currency = o.currency AND r.rate_date = l.ship_date
WHERE l.ship_year = 2025
  AND l.ship_month = 3
GROUP BY o.currency
ORDER BY o.currency
