package io.github.reactorchutes.test;

import io.github.reactorchutes.test.chute.CordSpec;
import io.github.reactorchutes.test.chute.Medium;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A call of a cord.
 *
 * @param chute the chute
 * @param cord its cord
 * @param contract the endpoint whose rules apply, or null for those of the cord's schema
 */
record Invocation(
        EmulatedChute chute, CordSpec cord, @Nullable Endpoint contract) {

    /** Return why the platform rejects the call, or null. */
    @Nullable
    Reply refusal(ParsedBody body) {
        if (!chute.isEnabled()) {
            return PlatformError.CHUTE_DISABLED.reply();
        }
        if (!body.object()) {
            return PlatformError.INVALID_JSON.reply();
        }
        if (!chute.spec().isExternal() && !chute.awaken()) {
            return cold();
        }
        PlatformError invalid = invalid(body);
        return invalid == null ? null : invalid.reply();
    }

    Medium medium(ParsedBody body) {
        return isSingleFrame(body) ? Medium.PNG : cord.medium();
    }

    String contentType(ParsedBody body) {
        return isSingleFrame(body) ? Medium.PNG.contentType() : cord.contentType();
    }

    /** Return what to draw. */
    Shot shot(ParsedBody body) {
        return contract == null ? Shot.of(cord.input().withDefaults(body.fields())) : contract.shot(body.fields());
    }

    private boolean isSingleFrame(ParsedBody body) {
        return contract != null && contract.isSingleFrame(body.fields());
    }

    /** The instances validate, so only a hot chute does. */
    private @Nullable PlatformError invalid(ParsedBody body) {
        if (contract != null) {
            return contract.refusal(body);
        }
        if (!cord.input().allows(body.fields(), body.imageNames())) {
            return PlatformError.INVALID_INPUT;
        }
        boolean readable =
                body.images().stream().allMatch(image -> image.recorded().decoded());
        return readable ? null : PlatformError.INVALID_IMAGE;
    }

    private Reply cold() {
        String body = PlatformError.COLD_START.body().replaceFirst("'[^']*'", "'" + chute.id() + "'");
        return PlatformError.COLD_START
                .reply()
                .withBody(PlatformError.COLD_START.contentType(), body.getBytes(StandardCharsets.UTF_8));
    }
}
