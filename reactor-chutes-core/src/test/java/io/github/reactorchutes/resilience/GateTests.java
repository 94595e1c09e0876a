package io.github.reactorchutes.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTests {

    private final List<String> told = new ArrayList<>();

    @Test
    void staysOpenWhenAWaiterThrows() {
        PermitGate gate = new PermitGate(1, 10);
        gate.enter(waiter("first"));
        gate.enter(new Gate.Waiter() {
            @Override
            public void admitted(Permit permit) {
                throw new StackOverflowError("a waiter's own");
            }

            @Override
            public void refused(String reason) {}
        });
        gate.enter(waiter("third"));

        assertThatThrownBy(gate::giveBack).isInstanceOf(StackOverflowError.class);
        gate.giveBack();

        assertThat(told).containsExactly("first", "third");
    }

    @Test
    void countsAsFullOnlyThoseWhoReallyWait() {
        WaitingLine line = new WaitingLine(0, 1);
        assertThat(line.enter(waiter("first"))).isEqualTo(WaitingLine.Entry.QUEUED);
        assertThat(line.enter(waiter("second"))).isEqualTo(WaitingLine.Entry.REFUSED);

        line.addPermit();

        assertThat(line.enter(waiter("third")))
                .as("behind one who has a permit")
                .isEqualTo(WaitingLine.Entry.QUEUED);
        assertThat(line.size()).isEqualTo(2);
        assertThat(line.admitFirst()).isNotNull();
        assertThat(line.admitFirst()).as("without a permit").isNull();
        assertThat(line.permits()).isZero();
    }

    @Test
    void runsATaskAgainThatAsksForItFromWithin() {
        int[] runs = {0, 0};
        SerialTask[] task = new SerialTask[1];
        task[0] = new SerialTask(() -> {
            assertThat(runs[1]++).as("depth").isZero();
            if (++runs[0] < 10_000) {
                task[0].run();
            }
            runs[1]--;
        });

        task[0].run();

        assertThat(runs[0]).isEqualTo(10_000);
    }

    @Test
    void runsATaskThatWasAskedForDuringAClaimWhenThatEnds() {
        int[] runs = {0};
        SerialTask task = new SerialTask(() -> runs[0]++);
        assertThat(task.claim()).isTrue();
        assertThat(task.claim()).as("a second time").isFalse();
        task.run();
        assertThat(runs[0]).isZero();

        task.release();

        assertThat(runs[0]).isEqualTo(1);
        assertThat(task.claim()).as("after the end").isTrue();
        task.release();
        assertThat(runs[0]).as("nobody asked").isEqualTo(1);
    }

    private Gate.Waiter waiter(String name) {
        return new Gate.Waiter() {
            @Override
            public void admitted(Permit permit) {
                told.add(name);
            }

            @Override
            public void refused(String reason) {
                told.add(name + " refused");
            }
        };
    }
}
