package io.github.reactorchutes.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.benchmarks.peer.Peers;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTests {

    private static final int MINUTES = 45;

    private final Plan plan = new Plan(1);

    @Test
    void takesAtMostThreeQuartersOfAnHour() {
        List<Part> parts = plan.parts().stream().filter(part -> !part.isLong()).toList();

        assertThat(Measure.seconds(parts)).isLessThan(MINUTES * 60);
    }

    @Test
    void namesEachRowOnce() {
        assertThat(plan.rows()).doesNotHaveDuplicates();
    }

    @Test
    void comparesKnownClientsWithTheBaseline() {
        assertThat(plan.parts())
                .filteredOn(Downloads.class::isInstance)
                .allSatisfy(part -> assertThat(((Downloads) part).clients().values())
                        .allSatisfy(clients -> {
                            assertThat(Peers.names()).containsAll(clients);
                            assertThat(Peers.baselines(clients)).hasSize(1);
                        }));
    }

    @Test
    void measuresOneRowAlone() {
        Part alone = plan.parts().get(0).only("https:65536:16");

        assertThat(alone.rows()).containsExactly("https:65536:16");
        assertThat(alone.seconds()).isLessThan(15 * 60);
    }
}
