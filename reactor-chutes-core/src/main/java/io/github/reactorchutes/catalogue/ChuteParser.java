package io.github.reactorchutes.catalogue;

import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads chutes as the platform sends them. In lists, the cords are in a separate table. */
final class ChuteParser {

    private static final int MAX_NAME = 200;

    private static final int MAX_TAGLINE = 1_024;

    private static final int MAX_CORDS = 64;

    private static final BigDecimal SECONDS = BigDecimal.valueOf(3_600);

    /** A label of a host name: what a strange answer has here must not redirect the token. */
    private static final Pattern SLUG = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    private static final Pattern PATH = Pattern.compile("(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");

    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*");

    private final BiFunction<String, String, URI> urls;

    ChuteParser(BiFunction<String, String, URI> urls) {
        this.urls = urls;
    }

    /** What is known of a chute. */
    static final class Draft {
        @Nullable
        String id;

        String name = "";

        @Nullable
        String slug;

        String tagline = "";
        boolean open;
        boolean hot;

        @Nullable
        Integer instances;

        @Nullable
        BigDecimal pricePerHour;

        final List<Cord> cords = new ArrayList<>();
    }

    /**
     * Read a chute.
     *
     * @param chute the chute
     * @param cords the cords of all chutes of a list by their references
     * @return the chute, or {@code null} if it has neither a name nor an id nor a slug
     */
    @Nullable
    ChuteDescription chute(JsonNode chute, JsonNode cords) {
        Draft draft = new Draft();
        draft.id = Lenient.text(chute, List.of("chute_id", "id"), MAX_NAME);
        draft.slug = slug(chute);
        String name = Stream.of(Lenient.text(chute, "name", MAX_NAME), draft.slug, draft.id)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (name == null) {
            return null;
        }
        draft.name = name;
        draft.tagline = Lenient.beginning(chute, "tagline", MAX_TAGLINE);
        draft.open = Lenient.flag(chute, "public", false);
        draft.instances = instances(chute);
        draft.hot = Lenient.flag(chute, "hot", draft.instances != null && draft.instances > 0);
        draft.pricePerHour = price(chute);
        cords(chute, cords)
                .map(cord -> cord(draft.slug, cord))
                .filter(Objects::nonNull)
                .forEach(draft.cords::add);
        return new ChuteDescription(draft);
    }

    private static @Nullable String slug(JsonNode chute) {
        String slug = Lenient.text(chute, "slug", MAX_NAME);
        String lower = slug == null ? "" : slug.toLowerCase(Locale.ROOT);
        return SLUG.matcher(lower).matches() ? lower : null;
    }

    private static @Nullable Integer instances(JsonNode chute) {
        JsonNode instances = chute.path("instances");
        if (instances.isArray()) {
            return (int) instances.valueStream().filter(ChuteParser::isUp).count();
        }
        JsonNode count = chute.path("instance_count");
        return count.isInt() && count.intValue() >= 0 ? count.intValue() : null;
    }

    private static boolean isUp(JsonNode instance) {
        return Lenient.flag(instance, "active", true) && Lenient.flag(instance, "verified", true);
    }

    private static @Nullable BigDecimal price(JsonNode chute) {
        JsonNode dollars = chute.path("current_estimated_price").path("usd");
        BigDecimal hour = Lenient.number(dollars.path("hour"));
        BigDecimal second = Lenient.number(dollars.path("second"));
        return hour == null && second != null ? second.multiply(SECONDS) : hour;
    }

    private static Stream<JsonNode> cords(JsonNode chute, JsonNode cords) {
        if (chute.path("cords").isArray()) {
            return Lenient.elements(chute, "cords", MAX_CORDS);
        }
        String reference = Lenient.text(chute, "cord_ref_id", MAX_NAME);
        return reference == null ? Stream.empty() : Lenient.elements(cords, reference, MAX_CORDS);
    }

    private @Nullable Cord cord(@Nullable String slug, JsonNode cord) {
        String path = path(Lenient.text(cord, List.of("public_api_path", "path"), MAX_NAME));
        if (path == null) {
            return null;
        }
        String name = Lenient.text(cord, List.of("function", "name"), MAX_NAME);
        String method = Lenient.text(cord, List.of("public_api_method", "method"), 16);
        return new Cord(
                slug,
                url(slug, path),
                name == null ? path.substring(1) : name,
                path,
                method == null ? "POST" : method.toUpperCase(Locale.ROOT),
                contentType(cord),
                Lenient.flag(cord, "stream", false),
                schema(cord));
    }

    private @Nullable URI url(@Nullable String slug, String path) {
        return slug == null ? null : urls.apply(slug, path);
    }

    private static @Nullable String path(@Nullable String declared) {
        if (declared == null) {
            return null;
        }
        String path = declared.startsWith("/") ? declared : "/" + declared;
        return PATH.matcher(path).matches() ? path : null;
    }

    private static @Nullable String contentType(JsonNode cord) {
        String declared = Lenient.text(cord, "output_content_type", MAX_NAME);
        String type = declared == null ? "" : declared.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return MEDIA_TYPE.matcher(type).matches() ? type : null;
    }

    private static JsonNode schema(JsonNode cord) {
        JsonNode full = cord.path("input_schema");
        return full.isObject() && !full.isEmpty() ? full : cord.path("minimal_input_schema");
    }
}
