package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.catalogue.ChuteDescription;
import io.github.reactorchutes.examples.gateway.SettingsController.EndpointView;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The chutes of the catalogue that a visitor can choose instead of a known endpoint. */
@RestController
final class ChuteController {

    private final OfferedChutes chutes;

    ChuteController(OfferedChutes chutes) {
        this.chutes = chutes;
    }

    @GetMapping("/chutes")
    Mono<List<ChuteView>> all() {
        return chutes.all().map(all -> all.stream().flatMap(ChuteView::of).toList());
    }

    @GetMapping(path = "/chutes", params = "endpoint")
    Mono<EndpointView> one(@RequestParam("endpoint") String endpoint) {
        return Mono.defer(() -> {
            if (!OfferedChutes.isName(endpoint)) {
                throw Problems.unreadable("endpoint");
            }
            return chutes.cord(endpoint).map(cord -> EndpointView.of(endpoint, cord));
        });
    }

    /**
     * A cord to choose.
     *
     * @param endpoint the name in the form
     * @param title the name for people
     * @param tagline what it does
     */
    record ChuteView(String endpoint, String title, String tagline) {

        static Stream<ChuteView> of(ChuteDescription chute) {
            return chute.cords().stream()
                    .filter(OfferedChutes::isUsable)
                    .map(cord -> new ChuteView(
                            OfferedChutes.name(chute, cord), chute.name() + " " + cord.path(), chute.tagline()));
        }
    }
}
