package io.github.reactorchutes.request;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The content types that are an answer to a request, and what verifies the bytes behind each. Immutable.
 *
 * <pre>{@code
 * ChuteRequest picture = ChuteRequest.builder("my-painter", URI.create("https://my-painter.chutes.ai/generate"))
 *         .field("prompt", "a fox in the snow")
 *         .accept(AcceptedMedia.images())
 *         .build();
 * }</pre>
 *
 * <p>Any other content type is refused with {@link io.github.reactorchutes.error.ChutesResponseException} before the
 * first byte of the body. The bytes of an accepted one are verified as far as its format permits:
 *
 * <ul>
 *   <li>MP4: the boxes
 *   <li>WebM, Matroska, WAV, WebP and AVI: the first bytes, and the size where the file declares one
 *   <li>PNG, JPEG, GIF, MP3, FLAC and Ogg: the first bytes
 *   <li>everything else, such as AVIF, SVG, text and JSON: not at all
 * </ul>
 *
 * <p>A client with {@code verifyVideo(false)} only looks at bytes whose content type leaves their format open.
 *
 * @since 0.1.0
 */
public final class AcceptedMedia {

    /**
     * A kind of media whose bytes can be verified.
     *
     * @since 0.1.0
     */
    public enum Kind {
        /** A video; the strictest check. */
        VIDEO("video/", "a video"),
        /** A picture. */
        IMAGE("image/", "an image"),
        /** Speech, music and other sound. */
        AUDIO("audio/", "audio");

        private final String prefix;

        private final String noun;

        Kind(String prefix, String noun) {
            this.prefix = prefix;
            this.noun = noun;
        }

        /**
         * Return whether a content type names this kind.
         *
         * @param contentType a media type without parameters, in lower case
         * @return whether it does
         */
        public boolean isNamedBy(String contentType) {
            return contentType.startsWith(prefix);
        }

        /** {@return this kind with its article, for messages} */
        @Override
        public String toString() {
            return noun;
        }
    }

    private static final String ANYTHING = "*/*";

    private static final Pattern TYPE =
            Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]*/(?:\\*|[a-z0-9][a-z0-9!#$&^_.+-]*)|\\*/\\*");

    /** Types of any file, and an absent type. */
    private static final List<String> OPEN = List.of("", "application/octet-stream", "binary/octet-stream");

    /** Types of videos outside {@code video/}. */
    private static final List<String> OTHER_VIDEO = List.of(
            "application/mp4", "application/ogg", "application/x-matroska", "image/gif", "image/webp", "image/apng");

    /** Images that begin like an MP4. */
    private static final Set<String> UNVERIFIABLE =
            Set.of("image/avif", "image/avif-sequence", "image/heic", "image/heif");

    private static final AcceptedMedia VIDEO = of(Kind.VIDEO, OTHER_VIDEO);

    private static final AcceptedMedia IMAGES = of(Kind.IMAGE, List.of());

    private static final AcceptedMedia AUDIO = of(Kind.AUDIO, List.of("application/ogg"));

    private static final AcceptedMedia ANY = new AcceptedMedia("any content type", Map.of(ANYTHING, Set.of()));

    private final String description;

    /** The kinds to verify by content type; none if the bytes are not verified. */
    private final Map<String, Set<Kind>> types;

    /** The same, to look at for each response. */
    private final List<Rule> rules;

    private AcceptedMedia(String description, Map<String, Set<Kind>> types) {
        this.description = description;
        this.types = Collections.unmodifiableMap(types);
        this.rules = types.entrySet().stream()
                .map(entry -> new Rule(entry.getKey(), entry.getValue()))
                .toList();
    }

    private record Rule(String type, Set<Kind> kinds) {}

    private static AcceptedMedia of(Kind kind, List<String> others) {
        Map<String, Set<Kind>> types = new LinkedHashMap<>();
        types.put(kind.prefix + "*", Set.of(kind));
        OPEN.forEach(type -> types.put(type, Set.of(kind)));
        others.forEach(type -> types.put(type, Set.of(kind)));
        return new AcceptedMedia(kind.noun, types);
    }

    /**
     * Accept videos, the default of every request: {@code video/*}, other types of videos such as {@code image/gif}, and
     * types that leave the format to the bytes, such as {@code application/octet-stream}.
     *
     * @return the media
     */
    public static AcceptedMedia video() {
        return VIDEO;
    }

    /**
     * Accept images: {@code image/*}, and types that leave the format to the bytes if these are a known image.
     *
     * @return the media
     */
    public static AcceptedMedia images() {
        return IMAGES;
    }

    /**
     * Accept audio: {@code audio/*}, {@code application/ogg}, and types that leave the format to the bytes if these are
     * known audio.
     *
     * @return the media
     */
    public static AcceptedMedia audio() {
        return AUDIO;
    }

    /**
     * Accept every content type, and verify only what HTTP declares: that the body is not empty, and its length. An error
     * that the server sends with status 200 is then an answer.
     *
     * @return the media
     */
    public static AcceptedMedia any() {
        return ANY;
    }

    /**
     * Accept only these content types. The bytes behind {@code video/}, {@code image/} and {@code audio/} must be of that
     * kind; those behind other types, such as {@code application/json}, are not verified.
     *
     * @param types media types without parameters, such as {@code image/png} or {@code audio/*}
     * @return the media
     * @throws IllegalArgumentException if there is no type, or one is invalid
     */
    public static AcceptedMedia ofTypes(String... types) {
        Map<String, Set<Kind>> accepted = new LinkedHashMap<>();
        requireTypes(types).forEach(type -> accepted.put(type, kindsNamedBy(type)));
        return new AcceptedMedia(String.join(" or ", accepted.keySet()), accepted);
    }

    /**
     * Accept these content types as well, with the same check of the bytes. A chute that declares {@code text/plain} and
     * sends a video is usable with {@code AcceptedMedia.video().declaredAs("text/plain")}; text is still an error.
     *
     * @param types media types without parameters
     * @return the extended media
     * @throws IllegalArgumentException if there is no type, or one is invalid
     */
    public AcceptedMedia declaredAs(String... types) {
        Map<String, Set<Kind>> accepted = new LinkedHashMap<>(this.types);
        requireTypes(types).forEach(type -> accepted.merge(type, kinds(), AcceptedMedia::either));
        return new AcceptedMedia(description, accepted);
    }

    /**
     * Accept what these or other media accept. A type that either does not verify is not verified.
     *
     * @param other the other media
     * @return both
     */
    public AcceptedMedia or(AcceptedMedia other) {
        Map<String, Set<Kind>> accepted = new LinkedHashMap<>(types);
        other.types.forEach((type, kinds) -> accepted.merge(type, kinds, AcceptedMedia::either));
        Set<String> descriptions = new LinkedHashSet<>(List.of(description, other.description));
        return new AcceptedMedia(String.join(" or ", descriptions), accepted);
    }

    /**
     * Return whether a response with a content type is an answer.
     *
     * @param contentType a media type without parameters, in lower case; empty if there is none
     * @return whether it is
     */
    public boolean isAnswer(String contentType) {
        for (Rule rule : rules) {
            if (matches(rule.type, contentType)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Return what the bytes behind a content type must be.
     *
     * @param contentType a media type without parameters, in lower case; empty if there is none
     * @return the permitted kinds; empty if the bytes are not verified
     */
    public Set<Kind> verifiedAs(String contentType) {
        Set<Kind> kinds = null;
        for (Rule rule : rules) {
            if (matches(rule.type, contentType)) {
                kinds = kinds == null ? rule.kinds : either(kinds, rule.kinds);
            }
        }
        return kinds == null || !isVerifiable(contentType) ? Set.of() : kinds;
    }

    private Set<Kind> kinds() {
        return types.values().stream().reduce(AcceptedMedia::either).orElse(Set.of());
    }

    /** No kind means that nothing is verified, which is the weaker of two demands. */
    private static Set<Kind> either(Set<Kind> one, Set<Kind> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Set.of();
        }
        Set<Kind> both = EnumSet.copyOf(one);
        both.addAll(other);
        return Collections.unmodifiableSet(both);
    }

    private static Set<Kind> kindsNamedBy(String type) {
        return isVerifiable(type)
                ? Arrays.stream(Kind.values())
                        .filter(kind -> kind.isNamedBy(type))
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    private static boolean isVerifiable(String type) {
        return !type.endsWith("+xml") && !UNVERIFIABLE.contains(type);
    }

    private static boolean matches(String accepted, String contentType) {
        return accepted.equals(contentType)
                || accepted.equals(ANYTHING)
                || (accepted.endsWith("/*") && contentType.regionMatches(0, accepted, 0, accepted.length() - 1));
    }

    private static Set<String> requireTypes(String... types) {
        if (types.length == 0) {
            throw new IllegalArgumentException("no content type is given");
        }
        Set<String> valid = new LinkedHashSet<>();
        for (String type : types) {
            String lower = type.strip().toLowerCase(Locale.ROOT);
            if (!TYPE.matcher(lower).matches()) {
                throw new IllegalArgumentException(
                        "content type must be like image/png or image/*, without parameters, but was " + type);
            }
            valid.add(lower);
        }
        return valid;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AcceptedMedia that && types.equals(that.types);
    }

    @Override
    public int hashCode() {
        return types.hashCode();
    }

    /** {@return what is accepted, for messages, such as {@code a video or an image}} */
    @Override
    public String toString() {
        return description;
    }
}
