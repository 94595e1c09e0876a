package io.github.reactorchutes.spring.properties;

import org.jspecify.annotations.Nullable;

/**
 * The proxy between the client and the platform.
 *
 * @since 0.1.0
 */
public final class ProxyProperties {

    /** Whether to follow the JVM's proxy system properties when no host is set here. */
    private boolean useSystemProperties = true;

    /** Protocol of the proxy. */
    private Type type = Type.HTTP;

    /** Host of the proxy: a name or an address, without a scheme or port. No proxy is used without one. */
    private @Nullable String host;

    /** Port of the proxy. */
    private @Nullable Integer port;

    /** User name at the proxy. Needs a password. */
    private @Nullable String username;

    /** Password at the proxy. */
    private @Nullable String password;

    /** Regular expression of the hosts that are reached without the proxy. */
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

    /** The protocols of proxies. */
    public enum Type {
        /** HTTP CONNECT. */
        HTTP,
        /** SOCKS 4. */
        SOCKS4,
        /** SOCKS 5. */
        SOCKS5
    }
}
