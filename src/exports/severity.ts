/** Severity word of a base score. Source: CVSS 3.1 specification, section 5, "Qualitative Severity Rating Scale". */
export function severityWord(baseScore: number): 'none' | 'low' | 'medium' | 'high' | 'critical' {
  if (baseScore >= 9) return 'critical';
  if (baseScore >= 7) return 'high';
  if (baseScore >= 4) return 'medium';
  return baseScore > 0 ? 'low' : 'none';
}
