package io.github.reactorchutes.test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The three video endpoints and the rules each enforces. Rules that the platform only advertises are not checked. */
final class Endpoint {

    private static final String WAN_21 = "chutes-wan2-1-14b";
    private static final String WAN_22 = "chutes-wan-2-2-i2v-14b-fast";

    static final Endpoint TEXT_TO_VIDEO = new Endpoint(
            WAN_21,
            "/text2video",
            null,
            "832*480",
            24,
            wan21(Field.choice("resolution", FrameSize.WAN_21.keySet()), Field.flag("single_frame")));
    static final Endpoint IMAGE_TO_VIDEO = new Endpoint(WAN_21, "/image2video", "image_b64", "832*480", 24, wan21());
    static final Endpoint FAST_IMAGE_TO_VIDEO = new Endpoint(WAN_22, "/generate", "image", "480p", 16, wan22());

    private static final List<Endpoint> ALL = List.of(TEXT_TO_VIDEO, IMAGE_TO_VIDEO, FAST_IMAGE_TO_VIDEO);

    private final String slug;
    private final String path;
    private final @Nullable String imageField;
    private final String defaultResolution;
    private final int defaultFps;
    private final List<Field> fields;

    private Endpoint(
            String slug,
            String path,
            @Nullable String imageField,
            String defaultResolution,
            int defaultFps,
            List<Field> fields) {
        this.slug = slug;
        this.path = path;
        this.imageField = imageField;
        this.defaultResolution = defaultResolution;
        this.defaultFps = defaultFps;
        this.fields = fields;
    }

    /** Return the endpoint with this path on the contract's own hosts, or null. */
    static @Nullable Endpoint of(String path) {
        return ALL.stream()
                .filter(endpoint -> endpoint.path.equals(path))
                .findFirst()
                .orElse(null);
    }

    /** Return the endpoint of a chute, or null for other chutes and paths. */
    static @Nullable Endpoint of(String slug, String path) {
        Endpoint endpoint = of(path);
        return endpoint != null && endpoint.slug.equals(slug) ? endpoint : null;
    }

    String slug() {
        return slug;
    }

    @Nullable
    PlatformError refusal(ParsedBody body) {
        if (this != FAST_IMAGE_TO_VIDEO && hasNull(body.fields())) {
            return PlatformError.INTERNAL_SERVER_ERROR;
        }
        RecordedImage image = body.images().stream()
                .map(SentImage::recorded)
                .filter(sent -> sent.field().equals(imageField))
                .findFirst()
                .orElse(null);
        boolean complete = imageField == null || image != null;
        if (!complete || !fields.stream().allMatch(field -> isValid(field, body.fields()))) {
            return PlatformError.INVALID_INPUT;
        }
        boolean readable = this != IMAGE_TO_VIDEO || (image != null && image.decoded());
        return readable ? null : PlatformError.INVALID_IMAGE;
    }

    /** Return what to draw. */
    Shot shot(Map<String, @Nullable Object> input) {
        boolean chosen = this != IMAGE_TO_VIDEO && input.get("resolution") != null;
        FrameSize size = FrameSize.of(chosen ? String.valueOf(input.get("resolution")) : defaultResolution);
        return new Shot(size, Shot.number(input, "fps", defaultFps), Shot.number(input, "frames", 81));
    }

    /** Return whether an image was asked for instead of a video. */
    boolean isSingleFrame(Map<String, @Nullable Object> input) {
        return this == TEXT_TO_VIDEO && Objects.equals(input.get("single_frame"), true);
    }

    private boolean hasNull(Map<String, @Nullable Object> input) {
        Stream<String> known = Stream.concat(fields.stream().map(Field::name), Stream.ofNullable(imageField));
        return known.anyMatch(name -> input.containsKey(name) && input.get(name) == null);
    }

    private static boolean isValid(Field field, Map<String, @Nullable Object> input) {
        Object value = input.get(field.name());
        return value == null ? !field.required() : field.valid().test(value);
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
