/**
 * AWS, asked by its own SDK: credentials, EKS tokens and clusters, the rules and images of ECR. No other room imports the
 * SDK, and no class of this one is loaded in a run that does not ask AWS for something.
 */
@NullMarked
package eu.skyscrapers.ptc.aws;

import org.jspecify.annotations.NullMarked;
