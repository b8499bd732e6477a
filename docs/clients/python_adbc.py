#!/usr/bin/env python3
# Copyright 2026 the Strake authors
# SPDX-License-Identifier: Apache-2.0
"""Runs one query at a Strake server over Flight SQL and prints its rows.

Install the two packages that it needs with
    pip install adbc-driver-flightsql pyarrow
"""

import argparse
import os
import sys

import adbc_driver_flightsql
import adbc_driver_flightsql.dbapi
import adbc_driver_manager


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--url",
        default=os.environ.get("STRAKE_URL", "grpc://127.0.0.1:31337"),
        help="address of Flight SQL; STRAKE_URL or grpc://127.0.0.1:31337 by default",
    )
    parser.add_argument(
        "--key",
        default=os.environ.get("STRAKE_API_KEY"),
        help="API key; STRAKE_API_KEY by default, none for an anonymous server",
    )
    parser.add_argument("sql", help="one query")
    arguments = parser.parse_args()

    options = {}
    if arguments.key:
        header = adbc_driver_flightsql.DatabaseOptions.AUTHORIZATION_HEADER.value
        options[header] = "Bearer " + arguments.key
    try:
        with adbc_driver_flightsql.dbapi.connect(
            arguments.url, db_kwargs=options, autocommit=True
        ) as connection:
            with connection.cursor() as cursor:
                cursor.execute(arguments.sql)
                table = cursor.fetch_arrow_table()
    except adbc_driver_manager.Error as error:
        print(error, file=sys.stderr)
        return 1

    print("\t".join(table.column_names))
    for batch in table.to_batches():
        for row in zip(*(column.to_pylist() for column in batch.columns)):
            print("\t".join("NULL" if value is None else str(value) for value in row))
    print(f"{table.num_rows} rows", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
