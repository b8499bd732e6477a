-- The shop, for DuckDB. Every value is a pure function of the row number in whole-number
-- arithmetic, so each run and each version gives the same rows. The variables customers, orders,
-- products and web_events hold the numbers of rows.

-- 'step' spreads the row number over 0 .. 2^31 - 2; 'mix' breaks up what is left of its pattern.
CREATE MACRO step(i, salt) AS
  (CAST(i AS BIGINT) * 1103515245 + CAST(salt AS BIGINT) * 122949823 + 97) % 2147483647;
CREATE MACRO mix(i, salt) AS
  (step(i, salt) * (step(i, salt) % 46337 + 1)) % 2147483647;
-- A number from 1 to n that prefers small ones: a few customers and products make most of the sales.
CREATE MACRO skewed(i, salt, n) AS
  1 + (((mix(i, salt) % 1000000) * (mix(i, salt) % 1000000)) // 1000000) * n // 1000000;
CREATE MACRO choose(items, number) AS items[1 + CAST(number % len(items) AS INTEGER)];
CREATE MACRO cents(number) AS CAST(CAST(number AS DECIMAL(12, 0)) * 0.01 AS DECIMAL(12, 2));

CREATE TABLE customers AS
SELECT
  CAST(i + 1 AS INTEGER) AS customer_id,
  choose(['Zoë', 'Łukasz', 'José', 'Mei', 'Anna', 'Jürgen', 'Amélie', 'Björn', 'Siân', 'Olga', 'Ravi'],
    mix(i, 1)) || ' '
    || choose(['Müller', 'Núñez', 'Smith', 'Rossi', 'Dvořák', '田中', 'Okafor', 'O''Neill', 'Petit'],
    mix(i, 2)) AS name,
  choose(['DE', 'DE', 'DE', 'FR', 'FR', 'US', 'US', 'US', 'GB', 'GB', 'CH', 'JP', 'SE', 'ES', 'IT', 'PL'],
    mix(i, 3)) AS country,
  choose(['consumer', 'consumer', 'consumer', 'consumer', 'business', 'business', 'enterprise'],
    mix(i, 4)) AS segment,
  DATE '2018-01-01' + CAST(mix(i, 5) % 2000 AS INTEGER) AS since,
  cents(mix(i, 6) % 1000000) AS credit,
  CASE WHEN mix(i, 7) % 7 <> 0 THEN 'customer' || (i + 1) || '@example.com' END AS email
FROM range(getvariable('customers')) AS r(i);

-- Orders are numbered in the order of their time, evenly over 2024 and 2025.
CREATE TABLE orders AS
SELECT
  CAST(o.i + 1 AS BIGINT) AS order_id,
  c.customer_id,
  CAST(make_timestamp(1704067200000000
    + (o.i * 63158400000 // getvariable('orders')) * 1000 + mix(o.i, 11) % 1000000)
    AS TIMESTAMPTZ) AS ordered_at,
  choose(['shipped', 'shipped', 'shipped', 'shipped', 'shipped', 'paid', 'new', 'returned', 'cancelled'],
    mix(o.i, 12)) AS status,
  CAST(1 + mix(o.i, 13) % 5 AS SMALLINT) AS priority,
  CASE c.country WHEN 'US' THEN 'USD' WHEN 'GB' THEN 'GBP' WHEN 'CH' THEN 'CHF' WHEN 'JP' THEN 'JPY'
    WHEN 'SE' THEN 'SEK' WHEN 'PL' THEN 'PLN' ELSE 'EUR' END AS currency
FROM range(getvariable('orders')) AS o(i)
JOIN customers AS c ON c.customer_id = skewed(o.i, 14, getvariable('customers'))
ORDER BY order_id;

CREATE TABLE products AS
SELECT
  CAST(i + 1 AS INTEGER) AS product_id,
  choose(['Käsereibe', 'Crème brûlée torch', '電気ケトル', 'Łyżka', 'Shelf, three boards', 'Bolt set 1/2"',
    'Fußmatte', 'Garden hose', 'Señal luminosa', 'Notebook', 'Chess set'], mix(i, 21))
    || ' ' || (i + 1) AS name,
  choose(['Books', 'Garden', 'Kitchen', 'Office', 'Tools', 'Toys'], mix(i, 22)) AS category,
  cents(199 + mix(i, 23) % 50000) AS list_price
FROM range(getvariable('products')) AS r(i);

-- One to eight lines per order, shipped one to nine days later; prices in euros.
CREATE TABLE line_items AS
SELECT
  o.order_id,
  CAST(n.line_no AS INTEGER) AS line_no,
  p.product_id,
  CAST(1 + mix(o.order_id * 8 + n.line_no, 31) % 10 AS INTEGER) AS quantity,
  CAST(p.list_price * CAST(90 + mix(o.order_id * 8 + n.line_no, 32) % 21 AS DECIMAL(3, 0)) * 0.01
    AS DECIMAL(12, 2)) AS price,
  CAST(cents(mix(o.order_id * 8 + n.line_no, 33) % 31) AS DECIMAL(4, 2)) AS discount,
  CAST(o.ordered_at AS DATE) + CAST(1 + mix(o.order_id * 8 + n.line_no, 34) % 9 AS INTEGER) AS ship_date,
  CAST(year(ship_date) AS INTEGER) AS ship_year,
  CAST(month(ship_date) AS INTEGER) AS ship_month
FROM orders AS o
JOIN range(1, 9) AS n(line_no) ON n.line_no <= 1 + mix(o.order_id, 35) % 8
JOIN products AS p
  ON p.product_id = skewed(o.order_id * 8 + n.line_no, 36, getvariable('products'));

-- About three in ten events come from visitors who are not logged in.
CREATE TABLE web_events AS
SELECT
  CAST(i + 1 AS BIGINT) AS event_id,
  CAST(make_timestamp(1704067200000000
    + (i * 63158400000 // getvariable('web_events')) * 1000 + mix(i, 41) % 1000000)
    AS TIMESTAMPTZ) AS event_time,
  CASE WHEN mix(i, 42) % 10 >= 3
    THEN CAST(skewed(i, 43, getvariable('customers')) AS INTEGER) END AS customer_id,
  choose(['view', 'view', 'view', 'view', 'search', 'search', 'cart', 'checkout'], mix(i, 44)) AS kind,
  '/product/' || skewed(i, 45, getvariable('products')) AS page,
  CAST(mix(i, 46) % 180000 AS INTEGER) AS duration_ms,
  strftime(CAST(event_time AS TIMESTAMP), '%Y-%m') AS event_month
FROM range(getvariable('web_events')) AS r(i);

-- Units of a currency for one euro, by day.
CREATE TABLE rates AS
SELECT
  c.currency,
  DATE '2024-01-01' + CAST(d.day AS INTEGER) AS rate_date,
  CASE c.currency WHEN 'EUR' THEN CAST(1 AS DECIMAL(12, 6))
    ELSE CAST(CAST(c.base + c.base // 1000 * (mix(d.day * 8 + c.number, 51) % 41 - 20) // 10
      AS DECIMAL(12, 0)) * 0.000001 AS DECIMAL(12, 6)) END AS per_euro
FROM (VALUES (0, 'CHF', 952000), (1, 'EUR', 1000000), (2, 'GBP', 847000), (3, 'JPY', 162300000),
  (4, 'PLN', 4271000), (5, 'SEK', 11325000), (6, 'USD', 1089000)) AS c(number, currency, base)
CROSS JOIN range(750) AS d(day);

-- One product in eleven has no rating yet.
CREATE TABLE ratings AS
SELECT
  product_id,
  category,
  CAST(cents(100 + mix(product_id, 61) % 401) AS DECIMAL(3, 2)) AS stars,
  CAST(1 + mix(product_id, 62) % 900 AS INTEGER) AS reviews
FROM products
WHERE mix(product_id, 63) % 11 <> 0;
