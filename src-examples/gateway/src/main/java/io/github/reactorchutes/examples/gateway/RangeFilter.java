package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.sink.SavedVideo;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Applies the conditions of RFC 9110 to requests for a part of a saved video. Spring 7.0 ignores {@code If-Range} and, of
 * a GET, {@code If-Match}, rejects invalid ranges, and sends no size with a 416.
 */
@Component
final class RangeFilter implements WebFilter {

    private static final PathPattern VIDEO = PathPatternParser.defaultInstance.parse("/videos/{id}");

    private final VideoJobs jobs;

    RangeFilter(VideoJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return Mono.defer(() -> chain.filter(video(exchange.getRequest())
                .map(video -> conditional(exchange, video))
                .orElse(exchange)));
    }

    private Optional<SavedVideo> video(ServerHttpRequest request) {
        boolean reads = HttpMethod.GET.equals(request.getMethod()) || HttpMethod.HEAD.equals(request.getMethod());
        PathContainer path = request.getPath().pathWithinApplication();
        PathPattern.PathMatchInfo match = reads ? VIDEO.matchAndExtract(path) : null;
        return Optional.ofNullable(match)
                .flatMap(found ->
                        jobs.find(String.valueOf(found.getUriVariables().get("id"))))
                .map(job -> job.progress().video());
    }

    private static ServerWebExchange conditional(ServerWebExchange exchange, SavedVideo video) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        String tag = '"' + video.sha256() + '"';
        List<String> expected = headers.getIfMatch();
        if (!expected.isEmpty() && !expected.contains("*") && !expected.contains(tag)) {
            throw new ResponseStatusException(HttpStatus.PRECONDITION_FAILED, "The video is another one.");
        }
        List<HttpRange> ranges = ranges(exchange.getRequest(), tag);
        if (ranges.isEmpty()) {
            return whole(exchange);
        }
        if (ranges.stream().anyMatch(range -> range.getRangeStart(video.bytes()) >= video.bytes())) {
            exchange.getResponse().getHeaders().set(HttpHeaders.CONTENT_RANGE, "bytes */" + video.bytes());
        }
        return exchange;
    }

    /** Return the ranges to send; none if the whole is to be sent. */
    private static List<HttpRange> ranges(ServerHttpRequest request, String tag) {
        List<String> conditions = request.getHeaders().getOrEmpty(HttpHeaders.IF_RANGE);
        if (!HttpMethod.GET.equals(request.getMethod()) || !conditions.stream().allMatch(tag::equals)) {
            return List.of();
        }
        try {
            return request.getHeaders().getRange();
        } catch (IllegalArgumentException invalid) {
            return List.of();
        }
    }

    private static ServerWebExchange whole(ServerWebExchange exchange) {
        return exchange.mutate()
                .request(request -> request.headers(headers -> headers.remove(HttpHeaders.RANGE)))
                .build();
    }
}
