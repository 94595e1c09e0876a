package io.github.reactorchutes.spring.properties;

import org.jspecify.annotations.Nullable;

/**
 * The proxy between the client and the platform.
 *
 * @since 0.1.0
 */
public final class ProxyProperties {

    /** Whether to use the JVM's proxy system properties if no host is set. */
    private boolean useSystemProperties = true;

    /** Protocol of the proxy. */
    private Type type = Type.HTTP;

    /** Host of the proxy: a name or an address, without scheme or port. Without it, no proxy is used. */
    private @Nullable String host;

    /** Port of the proxy. */
    private @Nullable Integer port;

    /** User name for the proxy. Requires a password. */
    private @Nullable String username;

    /** Password for the proxy. */
    private @Nullable String password;

    /** Regular expression of hosts that bypass the proxy. */
    private @Nullable String nonProxyHosts;

    public boolean isUseSystemProperties() {
        return useSystemProperties;
    }

    public void setUseSystemProperties(boolean useSystemProperties) {
        this.useSystemProperties = useSystemProperties;
    }

    public Type getType() {
        return type;
    }

    public void setType(Type type) {
        this.type = type;
    }

    public @Nullable String getHost() {
        return host;
    }

    public void setHost(@Nullable String host) {
        this.host = host;
    }

    public @Nullable Integer getPort() {
        return port;
    }

    public void setPort(@Nullable Integer port) {
        this.port = port;
    }

    public @Nullable String getUsername() {
        return username;
    }

    public void setUsername(@Nullable String username) {
        this.username = username;
    }

    public @Nullable String getPassword() {
        return password;
    }

    public void setPassword(@Nullable String password) {
        this.password = password;
    }

    public @Nullable String getNonProxyHosts() {
        return nonProxyHosts;
    }

    public void setNonProxyHosts(@Nullable String nonProxyHosts) {
        this.nonProxyHosts = nonProxyHosts;
    }

    /** The proxy protocols. */
    public enum Type {
        /** HTTP CONNECT. */
        HTTP,
        /** SOCKS 4. */
        SOCKS4,
        /** SOCKS 5. */
        SOCKS5
    }
}
