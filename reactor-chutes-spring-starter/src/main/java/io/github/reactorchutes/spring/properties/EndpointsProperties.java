package io.github.reactorchutes.spring.properties;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Where the endpoints are.
 *
 * @since 0.1.0
 */
public final class EndpointsProperties {

    /** Wan 2.1 text to video. */
    @NestedConfigurationProperty
    private final EndpointProperties textToVideo = new EndpointProperties();

    /** Wan 2.1 image to video. */
    @NestedConfigurationProperty
    private final EndpointProperties imageToVideo = new EndpointProperties();

    /** Wan 2.2 fast image to video. */
    @NestedConfigurationProperty
    private final EndpointProperties fastImageToVideo = new EndpointProperties();

    public EndpointProperties getTextToVideo() {
        return textToVideo;
    }

    public EndpointProperties getImageToVideo() {
        return imageToVideo;
    }

    public EndpointProperties getFastImageToVideo() {
        return fastImageToVideo;
    }
}
