package io.github.reactorchutes.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ByteRangeTests {

    @Test
    void refusesRangesOutOfBounds() {
        assertThatThrownBy(() -> ByteRange.from(-1)).hasMessage("first must be 0 or more but was -1");
        assertThatThrownBy(() -> ByteRange.of(0, 0)).hasMessage("length must be 1 or more but was 0");
    }
}
