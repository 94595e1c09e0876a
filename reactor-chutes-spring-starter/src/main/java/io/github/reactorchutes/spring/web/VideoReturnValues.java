package io.github.reactorchutes.spring.web;

import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * Puts our handler before those of MVC. A handler that is registered in the usual way comes last, when the handler of
 * reactive types has already collected the buffers, which it never releases.
 */
final class VideoReturnValues implements BeanPostProcessor {

    private final HandlerMethodReturnValueHandler videos;

    VideoReturnValues(HandlerMethodReturnValueHandler videos) {
        this.videos = videos;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof RequestMappingHandlerAdapter adapter) {
            List<HandlerMethodReturnValueHandler> handlers = new ArrayList<>();
            handlers.add(videos);
            List<HandlerMethodReturnValueHandler> others = adapter.getReturnValueHandlers();
            handlers.addAll(others == null ? List.of() : others);
            adapter.setReturnValueHandlers(handlers);
        }
        return bean;
    }
}
