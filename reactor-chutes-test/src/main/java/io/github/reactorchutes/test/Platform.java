package io.github.reactorchutes.test;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Selects the reply to a request: from the script, otherwise like the platform. */
final class Platform {

    private static final Reply PONG = Reply.json(200, "{\"message\":\"pong\"}");
    private static final Reply EVENTS = Reply.of(200, "text/event-stream", """
            data: {"trace": {"message": "identified 1 available targets"}}

            data: {"status": "done"}

            """.getBytes(StandardCharsets.UTF_8))
            .chunked();

    private final EmulatorOptions options;
    private final Authentication authentication;
    private final VideoStudio studio;
    private final ReplyScript script;
    private final RandomFaults faults;
    private volatile Capacity capacity;
    private volatile SuccessHeaders successHeaders = new SuccessHeaders();

    Platform(EmulatorOptions options, ReplyScript script) {
        this.options = options;
        this.authentication = new Authentication(options.validTokens);
        this.studio = new VideoStudio(options.smallVideos);
        this.script = script;
        this.faults = new RandomFaults(options.faults);
        this.capacity = new Capacity(options.concurrency);
    }

    void reset() {
        capacity = new Capacity(options.concurrency);
        successHeaders = new SuccessHeaders();
    }

    /** Reply to a completely read request. May draw, so call it off the event loop. */
    Answer answer(RecordedRequest request, ParsedBody body, @Nullable Reply queued) {
        if (isPing(request.method(), request.path())) {
            return Answer.atOnce(PONG);
        }
        Reply scripted = queued != null ? queued : script.match(request);
        if (scripted != null) {
            return scripted(scripted, request, body);
        }
        PlatformError refusal = refusal(request, body);
        if (refusal != null) {
            return Answer.atOnce(refusal.reply());
        }
        if (wantsEvents(request, body.fields())) {
            return Answer.atOnce(EVENTS);
        }
        Reply fault = faults.next();
        return fault == null ? generated(request, body) : scripted(fault, request, body);
    }

    static boolean isPing(String method, String path) {
        return method.equals("GET") && path.equals("/ping");
    }

    private @Nullable PlatformError refusal(RecordedRequest request, ParsedBody body) {
        PlatformError unauthenticated = authentication.refusal(request.header("Authorization"));
        if (unauthenticated != null) {
            return unauthenticated;
        }
        Endpoint endpoint = Endpoint.of(request.method(), request.path());
        if (endpoint == null) {
            return PlatformError.NO_MATCHING_CORD;
        }
        return body.object() ? endpoint.refusal(body) : PlatformError.INVALID_JSON;
    }

    private static boolean wantsEvents(RecordedRequest request, Map<String, @Nullable Object> input) {
        return input.containsKey("stream") || request.header("X-Chutes-Trace").isPresent();
    }

    private Answer generated(RecordedRequest request, ParsedBody body) {
        Runnable release = capacity.acquire();
        if (release == null) {
            return Answer.atOnce(Reply.capacity());
        }
        Reply reply = successHeaders.addTo(Reply.video());
        return new Answer(reply.plan, draw(request, body), options.timeToFirstByte, release);
    }

    private Answer scripted(Reply scripted, RecordedRequest request, ParsedBody body) {
        Reply reply = scripted.plan.successHeaders ? successHeaders.addTo(scripted) : scripted;
        if (reply.plan.body != null) {
            return Answer.atOnce(reply);
        }
        return new Answer(reply.plan, draw(request, body), options.timeToFirstByte, () -> {});
    }

    private ReplyBody draw(RecordedRequest request, ParsedBody body) {
        Endpoint endpoint = Endpoint.of(request.method(), request.path());
        return ReplyBody.of(studio.clip(endpoint == null ? Endpoint.TEXT_TO_VIDEO : endpoint, body));
    }
}
