package io.github.reactorchutes.spring.properties;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * The values of fields that requests leave unset.
 *
 * @since 0.1.0
 */
public final class DefaultsProperties {

    /** Text to video. */
    @NestedConfigurationProperty
    private final VideoDefaultsProperties textToVideo = new VideoDefaultsProperties();

    /** Image to video. */
    @NestedConfigurationProperty
    private final VideoDefaultsProperties imageToVideo = new VideoDefaultsProperties();

    /** Fast image to video. */
    @NestedConfigurationProperty
    private final FastVideoDefaultsProperties fastImageToVideo = new FastVideoDefaultsProperties();

    public VideoDefaultsProperties getTextToVideo() {
        return textToVideo;
    }

    public VideoDefaultsProperties getImageToVideo() {
        return imageToVideo;
    }

    public FastVideoDefaultsProperties getFastImageToVideo() {
        return fastImageToVideo;
    }
}
