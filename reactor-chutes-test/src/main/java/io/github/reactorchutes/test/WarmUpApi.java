package io.github.reactorchutes.test;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The warm-up of chutes: an event stream that begins a cold start and tells its state. */
final class WarmUpApi implements QueryApi {

    private static final String ROOT = "/chutes/warmup/";

    private final Chutes chutes;
    private final Authentication authentication;
    private final EmulatedAccount account;
    private final Duration interval;

    WarmUpApi(Chutes chutes, Authentication authentication, EmulatedAccount account, Duration interval) {
        this.account = account;
        this.chutes = chutes;
        this.authentication = authentication;
        this.interval = interval;
    }

    @Override
    public @Nullable Reply answer(RecordedRequest request, RequestTarget target) {
        if (!target.method().equals("GET") || !target.path().startsWith(ROOT)) {
            return null;
        }
        Optional<EmulatedChute> chute = chutes.byNameOrId(target.path().substring(ROOT.length()));
        return chute.map(found -> answer(found, request, target)).orElseGet(PlatformError.CHUTE_NOT_FOUND::reply);
    }

    private Reply answer(EmulatedChute chute, RecordedRequest request, RequestTarget target) {
        if (!chute.isEnabled()) {
            return PlatformError.CHUTE_DISABLED.reply();
        }
        PlatformError unauthenticated = authentication.refusal(request.header("Authorization"));
        if (unauthenticated != null) {
            return unauthenticated.reply();
        }
        return account.balance() > 0
                ? Reply.events(new WarmUpStep(chute, interval, target.flag("quick")))
                : PlatformError.BALANCE_EXHAUSTED.reply();
    }
}
