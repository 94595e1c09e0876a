package io.github.reactorchutes.test.spring;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Finds the annotation on a test class, its superclasses or its enclosing classes. */
final class EmulatorCustomizerFactory implements ContextCustomizerFactory {

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
        AutoConfigureChutesEmulator wanted =
                TestContextAnnotationUtils.findMergedAnnotation(testClass, AutoConfigureChutesEmulator.class);
        return wanted == null
                ? null
                : new EmulatorCustomizer(wanted.smallVideos(), wanted.shortBackoffs(), wanted.options());
    }
}
