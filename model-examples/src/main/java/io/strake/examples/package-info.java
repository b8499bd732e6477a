/**
 * The shop: sample data over PostgreSQL, S3 and a REST service, and the demonstration that queries
 * them together.
 *
 * <p>Start with {@link io.strake.examples.ShopDemo}; {@link io.strake.examples.Shop} starts the
 * servers and loads the data.
 */
@NullMarked
package io.strake.examples;

import org.jspecify.annotations.NullMarked;
