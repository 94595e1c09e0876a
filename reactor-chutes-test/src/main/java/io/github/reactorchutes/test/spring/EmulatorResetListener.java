package io.github.reactorchutes.test.spring;

import io.github.reactorchutes.test.ChutesEmulator;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

/** Resets the emulator before each test, before the test's own preparations. */
final class EmulatorResetListener implements TestExecutionListener {

    @Override
    public void beforeTestMethod(TestContext test) {
        AutoConfigureChutesEmulator wanted =
                TestContextAnnotationUtils.findMergedAnnotation(test.getTestClass(), AutoConfigureChutesEmulator.class);
        if (wanted != null && wanted.resetBeforeEachTest() && test.hasApplicationContext()) {
            ApplicationContext context = test.getApplicationContext();
            context.getBean(EmulatorCustomizer.NAME, ChutesEmulator.class).reset();
        }
    }
}
