package io.github.reactorchutes.examples.gateway;

import java.net.URI;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Restricts the page to its own resources, and prevents other sites from spending money through a visitor's browser.
 */
@Component
@Order(0)
final class PageProtection implements WebFilter {

    private static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' blob:",
            "media-src 'self' blob:",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'");

    private static final String FOREIGN_HOST =
            "The gateway does not serve this host name. Its operator can allow the name in the setting gateway.hosts.";

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final OwnHosts hosts;

    PageProtection(OwnHosts hosts) {
        this.hosts = hosts;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        if (!isMeant(exchange.getRequest())) {
            return Mono.error(new ResponseStatusException(HttpStatus.MISDIRECTED_REQUEST, FOREIGN_HOST));
        }
        return comesFromElsewhere(exchange.getRequest()) ? Mono.error(Problems.crossSite()) : chain.filter(exchange);
    }

    /** The host of the URI is the one that a trusted proxy reports. */
    private boolean isMeant(ServerHttpRequest request) {
        String forwarded = request.getURI().getRawAuthority();
        return (forwarded == null || hosts.include(forwarded))
                && request.getHeaders().getOrEmpty(HttpHeaders.HOST).stream().allMatch(hosts::include);
    }

    /**
     * Browsers send {@code Sec-Fetch-Site} to the loopback and over TLS, and {@code Origin} everywhere; other programs
     * send neither.
     */
    private static boolean comesFromElsewhere(ServerHttpRequest request) {
        if (READING.contains(request.getMethod())) {
            return false;
        }
        String site = request.getHeaders().getFirst("Sec-Fetch-Site");
        if (site == null || site.equals("none")) {
            String origin = request.getHeaders().getOrigin();
            return origin != null && !origin.equalsIgnoreCase(origin(request.getURI()));
        }
        return !site.equals("same-origin");
    }

    private static String origin(URI uri) {
        String standardPort = "https".equals(uri.getScheme()) ? ":443" : ":80";
        String authority = String.valueOf(uri.getRawAuthority());
        return uri.getScheme() + "://"
                + (authority.endsWith(standardPort) ? authority.substring(0, authority.lastIndexOf(':')) : authority);
    }
}
