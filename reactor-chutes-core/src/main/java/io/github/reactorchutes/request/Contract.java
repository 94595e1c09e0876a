package io.github.reactorchutes.request;

import static io.github.reactorchutes.request.FieldDraft.choice;
import static io.github.reactorchutes.request.FieldDraft.decimal;
import static io.github.reactorchutes.request.FieldDraft.flag;
import static io.github.reactorchutes.request.FieldDraft.image;
import static io.github.reactorchutes.request.FieldDraft.integer;
import static io.github.reactorchutes.request.FieldDraft.text;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a known endpoint in the order in which they are sent, with the image last. Builders, forms, command
 * lines and documents all read this table.
 */
final class Contract {

    static final Contract TEXT_TO_VIDEO = new Contract(wan21());

    static final Contract IMAGE_TO_VIDEO = new Contract(Stream.concat(
            wan21(), Stream.of(image("image_b64", "Image to start from").required())));

    static final Contract FAST_IMAGE_TO_VIDEO = new Contract(Stream.of(
            text("prompt", "Description of the video").required().enforced(3, 16_384),
            text("negative_prompt", "What to avoid in the video"),
            choice("resolution", "Resolution", FastResolution.values()).byDefault(FastResolution.P480),
            integer("fps", "Frames per second").advertised(16, 24).byDefault(16),
            integer("frames", "Frames to generate").advertised(21, 140).byDefault(81),
            decimal("guidance_scale", "How closely to follow the prompt")
                    .advertised(0, 10)
                    .byDefault(1),
            decimal("guidance_scale_2", "Second guidance scale")
                    .advertised(0, 10)
                    .byDefault(1),
            integer("seed", "Seed of a reproducible video"),
            flag("fast", "Whether to use the ultra fast mode").byDefault(true),
            image("image", "Image to start from").required().orUrl()));

    private final List<Field> fields;

    private final Map<String, Field> byKey;

    private Contract(Stream<FieldDraft> drafts) {
        this.fields = drafts.map(Field::new).toList();
        this.byKey = fields.stream().collect(Collectors.toMap(Field::key, Function.identity()));
    }

    private static Stream<FieldDraft> wan21() {
        return Stream.of(
                text("prompt", "Description of the video").required(),
                text("negative_prompt", "What to avoid in the video"),
                choice("resolution", "Resolution, width by height in pixels", Resolution.values())
                        .byDefault(Resolution.LANDSCAPE_SD),
                integer("fps", "Frames per second").enforced(16, 60).byDefault(24),
                integer("frames", "Frames to generate").enforced(81, 241).byDefault(81),
                integer("steps", "Denoising steps").enforced(10, 30).byDefault(25),
                decimal("guidance_scale", "How closely to follow the prompt")
                        .enforced(1, 7.5)
                        .byDefault(5),
                integer("seed", "Seed of a reproducible video").byDefault(42));
    }

    List<Field> fields() {
        return fields;
    }

    @Nullable
    Field field(String key) {
        return byKey.get(key);
    }
}
