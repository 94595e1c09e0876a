package io.github.reactorchutes.spring.properties;

import java.time.Duration;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * HTTP: time-outs, sizes, connections, proxy, TLS.
 *
 * @since 0.1.0
 */
public final class HttpProperties {

    /** Longest wait for the token, the first content of an image and the like, before a connection is asked for. */
    private Duration prepareTimeout = Duration.ofSeconds(60);

    /** Longest TCP connect. */
    private Duration connectTimeout = Duration.ofSeconds(10);

    /** Longest silence within an upload, of the server or of the image. */
    private Duration uploadIdleTimeout = Duration.ofSeconds(60);

    /** Longest wait from the sent request to the head, which is the whole generation. */
    private Duration firstByteTimeout = Duration.ofSeconds(650);

    /** Longest silence within a video while its consumer is asking for more. */
    private Duration idleTimeout = Duration.ofSeconds(60);

    /** Longest time the consumer of a video may ask for nothing. Zero for no limit. */
    private Duration consumerIdleTimeout = Duration.ofMinutes(10);

    /** Longest time between the head and the subscription of the video. */
    private Duration abandonmentTimeout = Duration.ofSeconds(30);

    /** Largest request, whose image counts as base64. A larger one fails before anything is sent. */
    private DataSize maxRequestSize = DataSize.ofMegabytes(128);

    /** Largest head of an answer: its status line and headers. */
    private DataSize maxHeadSize = DataSize.ofKilobytes(64);

    /** Connection pool. */
    @NestedConfigurationProperty
    private final PoolProperties pool = new PoolProperties();

    /** Proxy. */
    @NestedConfigurationProperty
    private final ProxyProperties proxy = new ProxyProperties();

    /** TLS. */
    @NestedConfigurationProperty
    private final SslProperties ssl = new SslProperties();

    public Duration getPrepareTimeout() {
        return prepareTimeout;
    }

    public void setPrepareTimeout(Duration prepareTimeout) {
        this.prepareTimeout = prepareTimeout;
    }

    public Duration getUploadIdleTimeout() {
        return uploadIdleTimeout;
    }

    public void setUploadIdleTimeout(Duration uploadIdleTimeout) {
        this.uploadIdleTimeout = uploadIdleTimeout;
    }

    public Duration getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public Duration getFirstByteTimeout() {
        return firstByteTimeout;
    }

    public void setFirstByteTimeout(Duration firstByteTimeout) {
        this.firstByteTimeout = firstByteTimeout;
    }

    public Duration getIdleTimeout() {
        return idleTimeout;
    }

    public void setIdleTimeout(Duration idleTimeout) {
        this.idleTimeout = idleTimeout;
    }

    public Duration getConsumerIdleTimeout() {
        return consumerIdleTimeout;
    }

    public void setConsumerIdleTimeout(Duration consumerIdleTimeout) {
        this.consumerIdleTimeout = consumerIdleTimeout;
    }

    public Duration getAbandonmentTimeout() {
        return abandonmentTimeout;
    }

    public void setAbandonmentTimeout(Duration abandonmentTimeout) {
        this.abandonmentTimeout = abandonmentTimeout;
    }

    public DataSize getMaxRequestSize() {
        return maxRequestSize;
    }

    public void setMaxRequestSize(DataSize maxRequestSize) {
        this.maxRequestSize = maxRequestSize;
    }

    public DataSize getMaxHeadSize() {
        return maxHeadSize;
    }

    public void setMaxHeadSize(DataSize maxHeadSize) {
        this.maxHeadSize = maxHeadSize;
    }

    public PoolProperties getPool() {
        return pool;
    }

    public ProxyProperties getProxy() {
        return proxy;
    }

    public SslProperties getSsl() {
        return ssl;
    }
}
