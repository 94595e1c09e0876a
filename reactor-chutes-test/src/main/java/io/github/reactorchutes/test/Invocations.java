package io.github.reactorchutes.test;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the cord that a request calls: by the host, by the path, or as an endpoint of the contract. */
final class Invocations {

    private static final String BY_ID = "/chutes/";

    private final Chutes chutes;

    Invocations(Chutes chutes) {
        this.chutes = chutes;
    }

    Found find(RequestTarget target) {
        Address address = address(target);
        if (address == null || !target.method().equals("POST")) {
            return Found.nothing(PlatformError.NO_MATCHING_CORD);
        }
        return address.chute().map(chute -> find(chute, address.path())).orElse(Found.nothing(PlatformError.NOT_FOUND));
    }

    private static Found find(EmulatedChute chute, String path) {
        if (!chute.isListed()) {
            return Found.nothing(PlatformError.NO_MATCHING_CHUTE);
        }
        return chute.cord(path)
                .map(cord -> Found.call(new Invocation(chute, cord, Endpoint.of(chute.slug(), path))))
                .orElse(Found.nothing(PlatformError.NO_MATCHING_CORD));
    }

    /** Return null if the path names no chute. */
    private @Nullable Address address(RequestTarget target) {
        if (target.slug() != null) {
            return new Address(chutes.bySlug(target.slug()), target.path());
        }
        Endpoint contract = Endpoint.of(target.path());
        if (contract != null) {
            return new Address(chutes.bySlug(contract.slug()), target.path());
        }
        boolean byId = target.path().startsWith(BY_ID);
        String path = target.path().substring(byId ? BY_ID.length() : 1);
        int slash = path.indexOf('/');
        if (slash < 0 || slash == path.length() - 1) {
            return null;
        }
        String name = path.substring(0, slash);
        return new Address(byId ? chutes.byId(name) : chutes.bySlug(name), path.substring(slash));
    }

    private record Address(Optional<EmulatedChute> chute, String path) {}

    /**
     * The result of the search.
     *
     * @param call the call, or null
     * @param refusal why there is none, if there is none
     */
    record Found(@Nullable Invocation call, PlatformError refusal) {

        static Found call(Invocation call) {
            return new Found(call, PlatformError.NO_MATCHING_CORD);
        }

        static Found nothing(PlatformError refusal) {
            return new Found(null, refusal);
        }
    }
}
