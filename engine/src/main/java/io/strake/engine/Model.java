/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.model.ModelHandler;
import org.jspecify.annotations.Nullable;

/**
 * A loaded model.
 *
 * @param root root schema; its tables are looked up anew for each statement, so that each adapter
 *     decides how long it keeps what it knows
 * @param defaultSchema schema of unqualified names; null if the model names none
 */
record Model(CalciteSchema root, @Nullable String defaultSchema) {
  private static final String INLINE = "inline:";

  /** Keys under which a model names classes. */
  private static final Set<String> CLASS_KEYS =
      Set.of(
          "factory",
          "className",
          "dataSource",
          "jdbcDriver",
          "sqlDialectFactory",
          "statisticProvider");

  /**
   * Loads a model.
   *
   * @param location path, or {@code inline:} and the text
   * @param allowedClasses prefixes of class names that it may load
   * @throws StrakeException naming the model and what is wrong with it
   */
  static Model load(String location, List<String> allowedClasses) {
    String name = location.startsWith(INLINE) ? "inline model" : "model '" + location + "'";
    JsonNode tree = parse(location, name);
    checkClasses(tree, allowedClasses, name);
    CalciteSchema root = CalciteSchema.createRootSchema(false, false);
    try {
      ModelHandler handler = new ModelHandler(root.plus(), location);
      return new Model(root, handler.defaultSchemaName());
    } catch (IOException | RuntimeException e) {
      throw StrakeException.findIn(e)
          .orElseGet(
              () ->
                  StrakeException.causedBy(
                      e, ErrorCode.INVALID_CONFIGURATION, "%s: %s", name, rootMessage(e)));
    }
  }

  private static JsonNode parse(String location, String name) {
    boolean inline = location.startsWith(INLINE);
    try {
      String text =
          inline ? location.substring(INLINE.length()).trim() : Files.readString(Path.of(location));
      JsonNode tree = mapper(location, text).readTree(text);
      if (tree != null && tree.isObject()) {
        return tree;
      }
    } catch (JsonProcessingException e) {
      throw StrakeException.causedBy(
          e,
          ErrorCode.INVALID_CONFIGURATION,
          "%s: is not well-formed, line %d; correct it",
          name,
          e.getLocation() == null ? 0 : e.getLocation().getLineNr());
    } catch (IOException e) {
      throw StrakeException.causedBy(
          e,
          ErrorCode.INVALID_CONFIGURATION,
          "%s: cannot be read (%s); check the path",
          name,
          e.getClass().getSimpleName());
    }
    throw StrakeException.of(
        ErrorCode.INVALID_CONFIGURATION, "%s: must be an object with 'schemas'", name);
  }

  /** Calcite takes a text for YAML by its ending, or if it does not begin as JSON does. */
  private static ObjectMapper mapper(String location, String text) {
    boolean yaml =
        location.startsWith(INLINE)
            ? !text.startsWith("{") && !text.startsWith("/*")
            : location.endsWith(".yaml") || location.endsWith(".yml");
    return yaml
        ? new YAMLMapper()
        : new ObjectMapper()
            .configure(JsonParser.Feature.ALLOW_UNQUOTED_FIELD_NAMES, true)
            .configure(JsonParser.Feature.ALLOW_SINGLE_QUOTES, true)
            .configure(JsonParser.Feature.ALLOW_COMMENTS, true);
  }

  private static void checkClasses(JsonNode node, List<String> allowed, String name) {
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      String value = property.getValue().asText("");
      if (CLASS_KEYS.contains(property.getKey())
          && property.getValue().isTextual()
          && allowed.stream().noneMatch(value::startsWith)) {
        throw StrakeException.of(
            ErrorCode.INVALID_CONFIGURATION,
            "%s: class '%s' may not be loaded; allowed are names that start with one of %s",
            name,
            value,
            allowed);
      }
    }
    node.forEach(child -> checkClasses(child, allowed, name));
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root instanceof ClassNotFoundException
        ? "class '" + root.getMessage() + "' is not on the class path"
        : String.valueOf(root.getMessage());
  }
}
