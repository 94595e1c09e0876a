package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.jobs.Job;
import io.github.reactorchutes.store.ByteRange;
import io.github.reactorchutes.store.StoredVideo;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Sends saved videos from the store, whole or in part, under the conditions of RFC 9110. Several ranges at once get the
 * whole video, as that RFC allows.
 */
@Component
final class SavedVideos {

    private static final List<String> DESCRIBED = List.of(
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.CONTENT_LENGTH,
            HttpHeaders.CONTENT_RANGE,
            HttpHeaders.ACCEPT_RANGES,
            HttpHeaders.CACHE_CONTROL,
            HttpHeaders.ETAG);

    private final ChutesJobs jobs;

    private final Duration keep;

    SavedVideos(ChutesJobs jobs, GatewayProperties properties) {
        this.jobs = jobs;
        this.keep = properties.keep();
    }

    /** Send the video of a job that is done. */
    Mono<Void> send(Job job, StoredVideo video, ServerWebExchange exchange) {
        String tag = '"' + String.valueOf(job.videoSha256()) + '"';
        requireExpected(exchange.getRequest(), tag);
        describe(exchange.getResponse().getHeaders(), video, tag);
        if (exchange.checkNotModified(tag)) {
            return exchange.getResponse().setComplete();
        }
        return send(job, video, exchange, range(exchange.getRequest(), tag));
    }

    private static void requireExpected(ServerHttpRequest request, String tag) {
        List<String> expected = request.getHeaders().getIfMatch();
        if (!expected.isEmpty() && !expected.contains("*") && !expected.contains(tag)) {
            throw new ResponseStatusException(HttpStatus.PRECONDITION_FAILED, "The video is another one.");
        }
    }

    private void describe(HttpHeaders headers, StoredVideo video, String tag) {
        headers.setContentType(MediaTypeFactory.getMediaType(video.key()).orElse(MediaType.APPLICATION_OCTET_STREAM));
        headers.setETag(tag);
        headers.setCacheControl(
                CacheControl.maxAge(keep).cachePrivate().immutable().getHeaderValue());
        headers.set(HttpHeaders.ACCEPT_RANGES, "bytes");
    }

    /** Return the range to send; {@code null} if the whole is to be sent. */
    private static @Nullable HttpRange range(ServerHttpRequest request, String tag) {
        List<String> conditions = request.getHeaders().getOrEmpty(HttpHeaders.IF_RANGE);
        if (!HttpMethod.GET.equals(request.getMethod()) || !conditions.stream().allMatch(tag::equals)) {
            return null;
        }
        try {
            List<HttpRange> ranges = request.getHeaders().getRange();
            return ranges.size() == 1 ? ranges.get(0) : null;
        } catch (IllegalArgumentException invalid) {
            return null;
        }
    }

    private Mono<Void> send(Job job, StoredVideo video, ServerWebExchange exchange, @Nullable HttpRange range) {
        ServerHttpResponse response = exchange.getResponse();
        HttpHeaders headers = response.getHeaders();
        long size = video.bytes();
        if (range == null) {
            headers.setContentLength(size);
            return HttpMethod.HEAD.equals(exchange.getRequest().getMethod())
                    ? response.setComplete()
                    : body(job, ByteRange.all(), response);
        }
        long first = range.getRangeStart(size);
        long last = range.getRangeEnd(size);
        if (first >= size) {
            response.setStatusCode(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE);
            headers.set(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
            headers.setContentLength(0);
            return response.setComplete();
        }
        response.setStatusCode(HttpStatus.PARTIAL_CONTENT);
        headers.set(HttpHeaders.CONTENT_RANGE, "bytes " + first + "-" + last + "/" + size);
        headers.setContentLength(last - first + 1);
        return body(job, ByteRange.of(first, last - first + 1), response);
    }

    /** A store that only another gateway reaches fails before the first byte. */
    private Mono<Void> body(Job job, ByteRange range, ServerHttpResponse response) {
        return response.writeWith(jobs.video(job.id(), range)).onErrorMap(IOException.class, unreachable -> {
            if (!response.isCommitted()) {
                DESCRIBED.forEach(response.getHeaders()::remove);
            }
            return Problems.elsewhere();
        });
    }
}
