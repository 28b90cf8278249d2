/** Told each step of something that takes long. */
export type Progress = (message: string) => void;
