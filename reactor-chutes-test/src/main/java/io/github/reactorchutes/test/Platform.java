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

    private final Authentication authentication;
    private final ReplyScript script;
    private final RandomFaults faults;
    private final Chutes chutes;
    private final EmulatedAccount account = new EmulatedAccount();
    private final EmulatedOperations operations;
    private final OperationStarts starts;
    private final Queries queries;
    private final Generator generator;

    Platform(EmulatorOptions options, ReplyScript script) {
        this.authentication = new Authentication(options.validTokens);
        this.script = script;
        this.faults = new RandomFaults(options.faults);
        this.chutes = new Chutes(options.chutes, options.coldStart);
        this.operations = new EmulatedOperations(options.operationTime);
        this.starts = new OperationStarts(operations);
        this.queries = new Queries(
                new OperationsApi(operations, authentication),
                new WarmUpApi(chutes, authentication, account, options.warmUpInterval),
                new AccountApi(account, authentication),
                new CatalogueApi(chutes, authentication));
        this.generator = new Generator(options, chutes, account);
    }

    Chutes chutes() {
        return chutes;
    }

    EmulatedAccount account() {
        return account;
    }

    EmulatedOperations operations() {
        return operations;
    }

    void reset() {
        account.reset();
        operations.reset();
        chutes.reset();
        generator.reset();
    }

    /** Reply to a completely read request. May draw, so call it off the event loop. */
    Answer answer(RecordedRequest request, ParsedBody body, @Nullable Reply queued) {
        if (isPing(request.method(), request.path())) {
            return Answer.atOnce(PONG);
        }
        RequestTarget target = RequestTarget.of(request);
        Invocations.Found found = generator.find(target);
        Reply scripted = queued != null ? queued : script.match(request);
        if (scripted != null) {
            return generator.complete(scripted, found.call(), body);
        }
        Reply query = queries.answer(request, target);
        return query == null ? called(request, body, found) : Answer.atOnce(query);
    }

    static boolean isPing(String method, String path) {
        return method.equals("GET") && path.equals("/ping");
    }

    private Answer called(RecordedRequest request, ParsedBody body, Invocations.Found found) {
        PlatformError unauthenticated = authentication.refusal(request.header("Authorization"));
        if (unauthenticated != null) {
            return Answer.atOnce(unauthenticated.reply());
        }
        return found.call() == null ? Answer.atOnce(found.refusal().reply()) : called(request, body, found.call());
    }

    private Answer called(RecordedRequest request, ParsedBody body, Invocation call) {
        Reply unpaid = account.refusal(call.chute());
        Reply refusal = unpaid == null ? call.refusal(body) : unpaid;
        if (refusal != null) {
            return Answer.atOnce(refusal);
        }
        if (call.chute().spec().isExternal()) {
            return Answer.atOnce(starts.start(call, request, body, () -> generator.made(call, body)));
        }
        if (wantsEvents(request, body.fields())) {
            return Answer.atOnce(EVENTS);
        }
        Reply fault = faults.next();
        return fault == null ? generator.generate(call, body) : generator.complete(fault, call, body);
    }

    private static boolean wantsEvents(RecordedRequest request, Map<String, @Nullable Object> input) {
        return input.containsKey("stream") || request.header("X-Chutes-Trace").isPresent();
    }
}
