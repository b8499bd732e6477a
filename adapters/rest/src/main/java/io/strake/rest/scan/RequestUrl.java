/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.scan;

import io.strake.rest.model.EndpointSpec;
import io.strake.rest.model.ParameterSpec;
import io.strake.rest.model.ParameterSpec.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.HttpUrl;

/** Maker of the URL of a first page, without paging and credentials. */
final class RequestUrl {
  private RequestUrl() {}

  static HttpUrl of(HttpUrl baseUrl, EndpointSpec endpoint, Map<ParameterSpec, String> values) {
    Map<String, String> inPath = new LinkedHashMap<>();
    values.forEach(
        (parameter, value) -> {
          if (parameter.place() == Place.PATH) {
            inPath.put(parameter.name(), value);
          }
        });
    HttpUrl.Builder url = baseUrl.newBuilder();
    endpoint.path().expand(inPath).forEach(url::addPathSegment);
    endpoint.query().forEach(url::addQueryParameter);
    values.forEach(
        (parameter, value) -> {
          if (parameter.place() == Place.QUERY) {
            url.addQueryParameter(parameter.name(), value);
          }
        });
    return url.build();
  }
}
