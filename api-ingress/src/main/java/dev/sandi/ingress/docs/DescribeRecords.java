package dev.sandi.ingress.docs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads off a record which of its fields are always there: those that are not {@code @Nullable}. A
 * null is left out if the record says so, and else is a null.
 */
final class DescribeRecords implements ModelConverter {

  private static final SnakeCaseStrategy NAMES =
      (SnakeCaseStrategy) PropertyNamingStrategies.SNAKE_CASE;

  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
    JavaType java = Json.mapper().constructType(type.getType());
    if (java != null && java.getRawClass() == JsonNode.class) {
      return new Schema<>().types(Set.of("object")).additionalProperties(true);
    }
    Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
    if (schema != null && java != null && java.getRawClass().isRecord()) {
      Schema<?> model = model(schema, context.getDefinedModels());
      if (model.getProperties() != null) {
        describe(model, java.getRawClass());
      }
    }
    return schema;
  }

  @SuppressWarnings("rawtypes")
  private static Schema<?> model(Schema<?> schema, Map<String, Schema> models) {
    String reference = schema.get$ref();
    Schema<?> model =
        reference == null ? null : models.get(reference.substring(reference.lastIndexOf('/') + 1));
    return model == null ? schema : model;
  }

  private static void describe(Schema<?> model, Class<?> type) {
    Set<String> required = new LinkedHashSet<>();
    require(model, type, required);
    model.setRequired(required.isEmpty() ? null : new ArrayList<>(required));
  }

  private static void require(Schema<?> model, Class<?> type, Set<String> required) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
        require(model, component.getType(), required);
        continue;
      }
      String name = NAMES.translate(component.getName());
      Schema<?> property = model.getProperties().get(name);
      if (property == null) {
        continue;
      }
      if (component.getAccessor().isAnnotationPresent(JsonRawValue.class)) {
        property = new Schema<>().types(Set.of("object")).additionalProperties(true);
        model.getProperties().put(name, property);
      }
      if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        required.add(name);
      } else if (!leavesNullsOut(type) && !isInput(type)) {
        required.add(name);
        model.getProperties().put(name, orNull(property));
      }
    }
  }

  private static boolean leavesNullsOut(Class<?> type) {
    JsonInclude include = type.getAnnotation(JsonInclude.class);
    return include != null && include.value() == JsonInclude.Include.NON_NULL;
  }

  /** A body that clients send says itself what may be null. */
  private static boolean isInput(Class<?> type) {
    return type.getSimpleName().endsWith("Body");
  }

  private static Schema<?> orNull(Schema<?> property) {
    if (property.get$ref() != null) {
      return new Schema<>().anyOf(List.of(property, new Schema<>().types(Set.of("null"))));
    }
    if (property.getTypes() != null) {
      Set<String> types = new LinkedHashSet<>(property.getTypes());
      types.add("null");
      property.setTypes(types);
    }
    return property;
  }
}
