package io.github.reactorchutes.catalogue;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What to search for in the catalogue. Immutable: each method returns a changed copy.
 *
 * @since 0.1.0
 */
public final class CatalogueQuery {

    private static final int DEFAULT_LIMIT = 25;

    private static final int MAX_LIMIT = 1_000;

    private static final int MAX_TEXT = 200;

    private final List<String> words;
    private final int limit;
    private final boolean publicOnly;
    private final boolean hotOnly;

    private CatalogueQuery(List<String> words, int limit, boolean publicOnly, boolean hotOnly) {
        this.words = words;
        this.limit = limit;
        this.publicOnly = publicOnly;
        this.hotOnly = hotOnly;
    }

    /**
     * Search for all of these words in names, slugs, taglines, paths and content types, in upper or lower case. So
     * {@code video} finds every chute that declares to answer videos.
     *
     * @param text words, separated by white space; empty for all chutes; at most 200 characters
     * @return a query for at most 25 public chutes
     * @throws IllegalArgumentException if the text is too long
     */
    public static CatalogueQuery of(String text) {
        Objects.requireNonNull(text, "text");
        if (text.length() > MAX_TEXT) {
            throw new IllegalArgumentException(
                    "text must have at most " + MAX_TEXT + " characters but has " + text.length());
        }
        List<String> words = Stream.of(text.strip().toLowerCase(Locale.ROOT).split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
        return new CatalogueQuery(words, DEFAULT_LIMIT, true, false);
    }

    /**
     * Set the largest number of results.
     *
     * @param chutes 1 to 1,000; 25 by default
     * @return the changed query
     * @throws IllegalArgumentException if it is out of bounds
     */
    public CatalogueQuery limit(int chutes) {
        if (chutes < 1 || chutes > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be between 1 and " + MAX_LIMIT + " but was " + chutes);
        }
        return new CatalogueQuery(words, chutes, publicOnly, hotOnly);
    }

    /**
     * Also find the account's own chutes that are not public.
     *
     * @return the changed query
     */
    public CatalogueQuery includingPrivate() {
        return new CatalogueQuery(words, limit, false, hotOnly);
    }

    /**
     * Only find chutes of which an instance is up.
     *
     * @return the changed query
     */
    public CatalogueQuery hotOnly() {
        return new CatalogueQuery(words, limit, publicOnly, true);
    }

    int limit() {
        return limit;
    }

    boolean matches(ChuteDescription chute) {
        if ((publicOnly && !chute.isPublic()) || (hotOnly && !chute.isHot())) {
            return false;
        }
        String text = text(chute);
        return words.stream().allMatch(text::contains);
    }

    private static String text(ChuteDescription chute) {
        StringBuilder text = new StringBuilder(chute.name() + "\n" + chute + "\n" + chute.tagline());
        chute.cords()
                .forEach(cord ->
                        text.append('\n').append(cord.path()).append('\n').append(cord.contentType()));
        return text.toString().toLowerCase(Locale.ROOT);
    }

    /** {@return the words and the limits, for logs} */
    @Override
    public String toString() {
        return "CatalogueQuery[" + String.join(" ", words) + ", limit=" + limit + "]";
    }
}
