package io.github.reactorchutes.request;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A {@link Field} under construction, so that a contract reads as a table. */
final class FieldDraft {

    final String key;
    final Field.Type type;
    final String description;
    boolean required;
    boolean takesUrl;

    @Nullable
    Bounds bounds;

    @Nullable
    String defaultValue;

    List<String> choices = List.of();

    private FieldDraft(String key, Field.Type type, String description) {
        this.key = key;
        this.type = type;
        this.description = description;
    }

    static FieldDraft text(String key, String description) {
        return new FieldDraft(key, Field.Type.TEXT, description);
    }

    static FieldDraft integer(String key, String description) {
        return new FieldDraft(key, Field.Type.INTEGER, description);
    }

    static FieldDraft decimal(String key, String description) {
        return new FieldDraft(key, Field.Type.DECIMAL, description);
    }

    static FieldDraft flag(String key, String description) {
        return new FieldDraft(key, Field.Type.BOOLEAN, description);
    }

    static FieldDraft choice(String key, String description, Object[] spellings) {
        FieldDraft draft = new FieldDraft(key, Field.Type.CHOICE, description);
        draft.choices = Stream.of(spellings).map(Object::toString).toList();
        return draft;
    }

    static FieldDraft image(String key, String description) {
        return new FieldDraft(key, Field.Type.IMAGE, description);
    }

    FieldDraft required() {
        required = true;
        return this;
    }

    FieldDraft orUrl() {
        takesUrl = true;
        return this;
    }

    FieldDraft enforced(double min, double max) {
        bounds = Bounds.enforced(key, min, max);
        return this;
    }

    FieldDraft advertised(double min, double max) {
        bounds = Bounds.advertised(key, min, max);
        return this;
    }

    FieldDraft byDefault(Object value) {
        defaultValue = value.toString();
        return this;
    }
}
