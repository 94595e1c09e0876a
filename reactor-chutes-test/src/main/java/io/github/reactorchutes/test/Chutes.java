package io.github.reactorchutes.test;

import io.github.reactorchutes.test.chute.ChuteSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All chutes of an emulator, listed or not: those of the test first, then the built-in ones that it does not replace. */
final class Chutes {

    private final List<EmulatedChute> all;

    Chutes(List<ChuteSpec> own, Duration coldStart) {
        List<ChuteSpec> specs = new ArrayList<>(own);
        BuiltInChutes.all().stream()
                .filter(builtIn -> own.stream().noneMatch(spec -> spec.slug().equals(builtIn.slug())))
                .forEach(specs::add);
        this.all =
                specs.stream().map(spec -> new EmulatedChute(spec, coldStart)).toList();
    }

    Stream<EmulatedChute> listed() {
        return all.stream().filter(EmulatedChute::isListed);
    }

    Optional<EmulatedChute> bySlug(String slug) {
        return first(chute -> chute.slug().equals(slug));
    }

    Optional<EmulatedChute> byId(String id) {
        return first(chute -> chute.id().equalsIgnoreCase(id));
    }

    /** Find a listed chute like the platform, which does not look for slugs here. */
    Optional<EmulatedChute> byNameOrId(String nameOrId) {
        return listed().filter(chute ->
                        chute.name().equalsIgnoreCase(nameOrId) || chute.id().equalsIgnoreCase(nameOrId))
                .findFirst();
    }

    EmulatedChute require(String nameSlugOrId) {
        return first(chute -> Stream.of(chute.name(), chute.slug(), chute.id()).anyMatch(nameSlugOrId::equals))
                .orElseThrow(() -> new IllegalArgumentException("no chute " + nameSlugOrId + " among "
                        + all.stream().map(EmulatedChute::name).toList()));
    }

    void reset() {
        all.forEach(EmulatedChute::reset);
    }

    private Optional<EmulatedChute> first(Predicate<EmulatedChute> condition) {
        return all.stream().filter(condition).findFirst();
    }
}
