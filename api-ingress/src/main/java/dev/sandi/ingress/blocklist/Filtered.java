package dev.sandi.ingress.blocklist;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How the reference tells of the parameters that {@link BlockFilter} reads. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
    name = "app",
    in = ParameterIn.QUERY,
    description = "Only those of this app",
    schema = @Schema(type = "string"))
@Parameter(
    name = "q",
    in = ParameterIn.QUERY,
    description = "Only those that begin like this",
    schema = @Schema(type = "string", pattern = "^[0-9]{1,16}$"))
@Parameter(
    name = "active",
    in = ParameterIn.QUERY,
    description = "Only those that hold, or only those that do not",
    schema = @Schema(type = "boolean"))
@interface Filtered {}
