package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Workload;

/**
 * One container of one workload that uses an image.
 *
 * @param pods how many pods were seen to do so; 0 when only a pod template says it
 */
public record Usage(Workload workload, String container, ContainerType containerType, long pods) {}
