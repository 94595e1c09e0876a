package io.github.reactorchutes.test;

import io.github.reactorchutes.test.chute.Medium;
import org.jspecify.annotations.Nullable;

/** Generates what calls ask for. */
final class Generator {

    private final EmulatorOptions options;
    private final Invocations invocations;
    private final Studio studio;
    private volatile Capacity capacity;
    private volatile SuccessHeaders successHeaders = new SuccessHeaders();

    Generator(EmulatorOptions options, Chutes chutes) {
        this.options = options;
        this.invocations = new Invocations(chutes);
        this.studio = new Studio(options.smallVideos);
        this.capacity = new Capacity(options.concurrency);
    }

    void reset() {
        capacity = new Capacity(options.concurrency);
        successHeaders = new SuccessHeaders();
    }

    Invocations.Found find(RequestTarget target) {
        return invocations.find(target);
    }

    Answer generate(Invocation call, ParsedBody body) {
        Runnable release = capacity.acquire();
        if (release == null) {
            return Answer.atOnce(Reply.capacity());
        }
        call.chute().generated();
        Reply reply = successHeaders.addTo(declared(Reply.video(), call, body));
        return new Answer(reply.plan, made(call, body), options.timeToFirstByte, release);
    }

    /** Complete a scripted reply with the body and the headers of a generation if it asks for them. */
    Answer complete(Reply scripted, @Nullable Invocation call, ParsedBody body) {
        Reply reply = scripted.plan.successHeaders ? successHeaders.addTo(scripted) : scripted;
        if (reply.plan.body != null) {
            return Answer.atOnce(reply);
        }
        ReplyPlan plan = call == null ? reply.plan : declared(reply, call, body).plan;
        return new Answer(plan, made(call, body), options.timeToFirstByte, () -> {});
    }

    private static Reply declared(Reply reply, Invocation call, ParsedBody body) {
        return reply.withoutHeader("Content-Type").withHeader("Content-Type", call.contentType(body));
    }

    ReplyBody made(@Nullable Invocation call, ParsedBody body) {
        if (call == null) {
            Shot shot = Endpoint.TEXT_TO_VIDEO.shot(body.fields());
            return ReplyBody.of(studio.make(Medium.MP4, shot, body));
        }
        return ReplyBody.of(studio.make(call.medium(body), call.shot(body), body));
    }
}
