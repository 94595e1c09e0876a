package io.github.reactorchutes.test;

import io.github.reactorchutes.test.chute.Medium;
import org.jspecify.annotations.Nullable;

/** Generates what calls ask for. */
final class Generator {

    private final EmulatorOptions options;
    private final Chutes chutes;
    private final EmulatedAccount account;
    private final Invocations invocations;
    private final Studio studio;
    private volatile Capacity capacity;

    Generator(EmulatorOptions options, Chutes chutes, EmulatedAccount account) {
        this.options = options;
        this.chutes = chutes;
        this.account = account;
        this.invocations = new Invocations(chutes);
        this.studio = new Studio(options.smallVideos);
        this.capacity = new Capacity(options.concurrency);
    }

    void reset() {
        capacity = new Capacity(options.concurrency);
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
        Reply reply = paid(declared(Reply.video(), call, body), call);
        return new Answer(reply.plan, made(call, body), options.timeToFirstByte, release);
    }

    /** Complete a scripted reply with the body and the headers of a generation if it asks for them. */
    Answer complete(Reply scripted, @Nullable Invocation call, ParsedBody body) {
        Reply reply = scripted.plan.successHeaders ? paid(scripted, call) : scripted;
        if (reply.plan.body != null) {
            return Answer.atOnce(reply);
        }
        ReplyPlan plan = call == null ? reply.plan : declared(reply, call, body).plan;
        return new Answer(plan, made(call, body), options.timeToFirstByte, () -> {});
    }

    /** A scripted success of a call that leads nowhere is paid for like one of the first host of the contract. */
    private Reply paid(Reply reply, @Nullable Invocation call) {
        EmulatedChute chute = call == null ? chutes.require(Endpoint.TEXT_TO_VIDEO.slug()) : call.chute();
        account.spend(chute);
        return SuccessHeaders.add(reply, account.allowance(chute.id()));
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
