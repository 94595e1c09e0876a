package io.github.reactorchutes.test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The three video endpoints and the rules each enforces. Rules that the platform only advertises are not checked. */
final class Endpoint {

    static final Endpoint TEXT_TO_VIDEO = new Endpoint(
            "/text2video", null, "832*480", 24, wan21(Field.choice("resolution", FrameSize.WAN_21.keySet())));
    static final Endpoint IMAGE_TO_VIDEO = new Endpoint("/image2video", "image_b64", "832*480", 24, wan21());
    static final Endpoint FAST_IMAGE_TO_VIDEO = new Endpoint("/generate", "image", "480p", 16, wan22());

    private static final List<Endpoint> ALL = List.of(TEXT_TO_VIDEO, IMAGE_TO_VIDEO, FAST_IMAGE_TO_VIDEO);

    private final String path;
    private final @Nullable String imageField;
    private final String defaultResolution;
    private final int defaultFps;
    private final List<Field> fields;

    private Endpoint(
            String path, @Nullable String imageField, String defaultResolution, int defaultFps, List<Field> fields) {
        this.path = path;
        this.imageField = imageField;
        this.defaultResolution = defaultResolution;
        this.defaultFps = defaultFps;
        this.fields = fields;
    }

    static @Nullable Endpoint of(String method, String path) {
        return ALL.stream()
                .filter(endpoint -> method.equals("POST") && endpoint.path.equals(path))
                .findFirst()
                .orElse(null);
    }

    @Nullable
    PlatformError refusal(ParsedBody body) {
        if (this != FAST_IMAGE_TO_VIDEO && hasNull(body.fields())) {
            return PlatformError.INTERNAL_SERVER_ERROR;
        }
        RecordedImage image = body.image() == null ? null : body.image().recorded();
        boolean complete = imageField == null || (image != null && image.field().equals(imageField));
        if (!complete || !fields.stream().allMatch(field -> isValid(field, body.fields()))) {
            return PlatformError.INVALID_INPUT;
        }
        boolean readable = this != IMAGE_TO_VIDEO || (image != null && image.decoded());
        return readable ? null : PlatformError.INVALID_IMAGE;
    }

    /** Return width and height of a frame. */
    FrameSize size(Map<String, @Nullable Object> input) {
        boolean chosen = this != IMAGE_TO_VIDEO && input.get("resolution") != null;
        return FrameSize.of(chosen ? String.valueOf(input.get("resolution")) : defaultResolution);
    }

    int fps(Map<String, @Nullable Object> input) {
        return number(input.get("fps"), defaultFps);
    }

    int frames(Map<String, @Nullable Object> input) {
        return number(input.get("frames"), 81);
    }

    private boolean hasNull(Map<String, @Nullable Object> input) {
        Stream<String> known = Stream.concat(fields.stream().map(Field::name), Stream.ofNullable(imageField));
        return known.anyMatch(name -> input.containsKey(name) && input.get(name) == null);
    }

    private static boolean isValid(Field field, Map<String, @Nullable Object> input) {
        Object value = input.get(field.name());
        return value == null ? !field.required() : field.valid().test(value);
    }

    private static int number(@Nullable Object value, int otherwise) {
        return value instanceof Number number ? number.intValue() : otherwise;
    }

    private static List<Field> wan21(Field... more) {
        Stream<Field> shared = Stream.of(
                Field.text("prompt").mandatory(),
                Field.text("negative_prompt"),
                Field.whole("fps", 16, 60),
                Field.whole("frames", 81, 241),
                Field.whole("steps", 10, 30),
                Field.number("guidance_scale", 1, 7.5),
                Field.number("sample_shift", 1, 7),
                Field.whole("seed"));
        return Stream.concat(shared, Arrays.stream(more)).toList();
    }

    private static List<Field> wan22() {
        return List.of(
                Field.text("prompt", 3, 16384).mandatory(),
                Field.text("negative_prompt"),
                Field.choice("resolution", Set.of("480p", "720p")),
                Field.whole("fps"),
                Field.whole("frames"),
                Field.number("guidance_scale"),
                Field.number("guidance_scale_2"),
                Field.whole("seed"),
                Field.flag("fast"));
    }

    @Override
    public String toString() {
        return path;
    }
}
