package io.github.reactorchutes.spring.properties;

import java.time.Duration;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * HTTP: timeouts, sizes, connections, proxy, TLS.
 *
 * @since 0.1.0
 */
public final class HttpProperties {

    /** Maximum time to obtain the token and to check an image file, before a connection is acquired. */
    private Duration prepareTimeout = Duration.ofSeconds(60);

    /** Maximum time to establish a TCP connection. */
    private Duration connectTimeout = Duration.ofSeconds(10);

    /** Maximum time an upload makes no progress, because of the server or the image. */
    private Duration uploadIdleTimeout = Duration.ofSeconds(60);

    /** Maximum time from the sent request to the response head, which includes the whole generation. */
    private Duration firstByteTimeout = Duration.ofSeconds(650);

    /** Maximum time the server sends no video data while the consumer requests more. */
    private Duration idleTimeout = Duration.ofSeconds(60);

    /** Maximum time the consumer of a video requests no data. Zero for no limit. */
    private Duration consumerIdleTimeout = Duration.ofMinutes(10);

    /** Maximum time between the response head and the subscription to the video. */
    private Duration abandonmentTimeout = Duration.ofSeconds(30);

    /** Maximum size of a request, including the image in base64. A larger request fails before anything is sent. */
    private DataSize maxRequestSize = DataSize.ofMegabytes(128);

    /** Maximum size of a response head: its status line and headers. */
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
