package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.request.Field;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Passes each value of a line to a request once, and records the problems. */
final class LineFields {

    private final long line;

    private final Map<String, Object> left;

    private final Path file;

    private final boolean imagesChecked;

    private final LineProblems problems;

    private boolean valid = true;

    LineFields(PromptLine line, PromptFileSettings source, LineProblems problems) {
        this.line = line.number();
        this.left = new LinkedHashMap<>(line.values());
        this.file = source.file();
        this.imagesChecked = source.imagesChecked();
        this.problems = problems;
    }

    @Nullable
    String take(String field) {
        Object value = left.remove(field);
        return value == null ? null : value.toString();
    }

    void value(Field field, Consumer<Object> setter) {
        if (field.isRequired() && !left.containsKey(field.key())) {
            fault(field.key(), "is missing");
        }
        pass(field.key(), value -> Spellings.check(field, value), setter);
    }

    void image(Consumer<Image> setter) {
        boolean named = left.containsKey(PromptFields.IMAGE);
        boolean given = left.containsKey(PromptFields.IMAGE_DATA);
        if (named && given) {
            left.keySet().removeAll(Set.of(PromptFields.IMAGE, PromptFields.IMAGE_DATA));
            fault(PromptFields.IMAGE, "and " + PromptFields.IMAGE_DATA + " are both set");
        } else if (!named && !given) {
            fault(PromptFields.IMAGE, "is missing");
        }
        pass(PromptFields.IMAGE, value -> checked(ImageSource.read(file, text(value))), setter);
        pass(PromptFields.IMAGE_DATA, value -> checked(Image.base64(text(value))), setter);
    }

    private static String text(Object value) {
        if (value instanceof Map || value instanceof Iterable) {
            throw new IllegalArgumentException("must be a single value");
        }
        return value.toString();
    }

    private Image checked(Image image) {
        return imagesChecked ? image : image.withoutCheck();
    }

    /** Pass extra fields on, and report the remaining values. */
    void rest(String endpoint, BiConsumer<String, Object> setter) {
        new LinkedHashMap<>(left).forEach((name, value) -> {
            if (PromptFields.isExtra(name)) {
                pass(
                        name,
                        Function.identity(),
                        given -> setter.accept(name.substring(PromptFields.EXTRA.length()), given));
            } else {
                fault(name, "is not a field of " + endpoint);
            }
        });
    }

    boolean valid() {
        return valid;
    }

    void fault(String field, String problem) {
        valid = false;
        problems.add(line, field, problem);
    }

    private <T> void pass(String field, Function<Object, T> reading, Consumer<? super T> setter) {
        Object value = left.remove(field);
        try {
            if (value != null) {
                setter.accept(reading.apply(value));
            }
        } catch (InvalidVideoRequestException e) {
            valid = false;
            problems.add(line, e);
        } catch (IllegalArgumentException e) {
            fault(field, String.valueOf(e.getMessage()));
        }
    }
}
