package io.github.reactorchutes.request;

import java.io.Serializable;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A chute that accepts a JSON body and returns a video: its name in configuration and metrics, and its default URL.
 *
 * <p>The constants are the endpoints of the Chutes video-generation API. Model hosts come and go on the platform: the
 * client's configuration can move an endpoint to another URL, and {@link #of(String, URI)} names any other chute.
 *
 * @since 0.1.0
 */
public final class Endpoint implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /** The Wan 2.1 text-to-video endpoint, {@code text-to-video}. */
    public static final Endpoint TEXT_TO_VIDEO =
            new Endpoint("text-to-video", "https://chutes-wan2-1-14b.chutes.ai/text2video", Contract.TEXT_TO_VIDEO);

    /** The Wan 2.1 image-to-video endpoint, {@code image-to-video}. */
    public static final Endpoint IMAGE_TO_VIDEO =
            new Endpoint("image-to-video", "https://chutes-wan2-1-14b.chutes.ai/image2video", Contract.IMAGE_TO_VIDEO);

    /** The Wan 2.2 fast image-to-video endpoint, {@code fast-image-to-video}. */
    public static final Endpoint FAST_IMAGE_TO_VIDEO = new Endpoint(
            "fast-image-to-video",
            "https://chutes-wan-2-2-i2v-14b-fast.chutes.ai/generate",
            Contract.FAST_IMAGE_TO_VIDEO);

    private static final List<Endpoint> KNOWN = List.of(TEXT_TO_VIDEO, IMAGE_TO_VIDEO, FAST_IMAGE_TO_VIDEO);

    /** The name in configuration, metrics and logs. */
    private final String name;

    /** The default URL. */
    private final URI url;

    /** The fields of a known endpoint; deserialization restores it from the name and the URL. */
    private final transient @Nullable Contract contract;

    /** What a response may be; not serialized. */
    private final transient AcceptedMedia accepted;

    private Endpoint(String name, String url, Contract contract) {
        this(name, URI.create(url), contract, AcceptedMedia.video());
    }

    private Endpoint(String name, URI url, @Nullable Contract contract, AcceptedMedia accepted) {
        this.name = name;
        this.url = url;
        this.contract = contract;
        this.accepted = accepted;
    }

    /** {@return the endpoints of the Chutes video-generation API, in the order of its documentation; unmodifiable} */
    public static List<Endpoint> known() {
        return KNOWN;
    }

    /**
     * Name another chute.
     *
     * @param name the name in metrics, logs and configuration: 1 to 64 of {@code a-z 0-9 . _ -}, starting with a letter
     *     or a digit; of low cardinality, so never derived from a prompt or a user
     * @param url an absolute {@code http} or {@code https} URL with a host and without user-info and fragment; a
     *     non-ASCII host name or path is encoded; the client decides whether to allow plain {@code http}
     * @return the endpoint
     * @throws IllegalArgumentException if the name or the URL breaks these rules
     */
    public static Endpoint of(String name, URI url) {
        require(NAME.matcher(name).matches(), "endpoint name must match " + NAME);
        Endpoint endpoint = new Endpoint(
                name, EndpointUrl.requireValid("URL of endpoint " + name, url), null, AcceptedMedia.video());
        return KNOWN.stream().filter(endpoint::equals).findFirst().orElse(endpoint);
    }

    /**
     * Return this endpoint with the media that its requests accept unless they have their own. It is equal to this one.
     *
     * @param media what is an answer, and how its bytes are verified
     * @return the changed endpoint
     */
    public Endpoint accepting(AcceptedMedia media) {
        return new Endpoint(name, url, contract, Objects.requireNonNull(media, "media"));
    }

    private Object readResolve() {
        return of(name, url);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** {@return the name of this endpoint in configuration, metrics and logs} */
    public String name() {
        return name;
    }

    /** {@return the URL to call unless the client's configuration overrides it} */
    public URI url() {
        return url;
    }

    /** {@return the media that requests accept unless they have their own; {@link AcceptedMedia#video()} by default} */
    public AcceptedMedia accepted() {
        return accepted;
    }

    /**
     * Return the fields of this endpoint in the order in which they are sent.
     *
     * @return the fields; unmodifiable, and empty if this is not one of the {@link #known()} endpoints
     */
    public List<Field> fields() {
        return contract == null ? List.of() : contract.fields();
    }

    @Nullable
    Contract contract() {
        return contract;
    }

    Contract requireContract() {
        return Objects.requireNonNull(contract, name);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Endpoint that && name.equals(that.name) && url.equals(that.url);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + url.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
