/** One picture of the page, drawn: the policy of our pages lets no picture be made from bytes in an <img>. */
import { useEffect, useRef, useState } from 'react';

type Props = {
  file: string;
  read: (file: string) => Promise<Blob | null>;
  /** Where the page was clicked, in pixels of the picture. */
  point: { x: number; y: number } | null;
  alt: string;
};

export function Picture({ file, read, point, alt }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [state, setState] = useState<'drawing' | 'drawn' | 'missing'>('drawing');
  useEffect(() => {
    let left = false;
    const draw = async () => {
      const blob = await read(file);
      const picture = blob && (await createImageBitmap(blob));
      if (left) return;
      if (picture) drawOn(canvas.current, picture, point);
      setState(picture ? 'drawn' : 'missing');
    };
    draw().catch(() => left || setState('missing'));
    return () => {
      left = true;
    };
  }, [file, read, point]);
  return (
    <div className="flex min-h-40 items-center justify-center bg-sunken p-3">
      {state === 'missing' && <p className="text-sm text-muted">This picture is not in the trace.</p>}
      <canvas
        ref={canvas}
        role="img"
        aria-label={alt}
        className={`max-h-[55vh] max-w-full rounded border border-line ${state === 'drawn' ? '' : 'hidden'}`}
      />
    </div>
  );
}

function drawOn(
  canvas: HTMLCanvasElement | null,
  picture: ImageBitmap,
  point: { x: number; y: number } | null,
): void {
  const pen = canvas?.getContext('2d');
  if (!canvas || !pen) return;
  canvas.width = picture.width;
  canvas.height = picture.height;
  pen.drawImage(picture, 0, 0);
  if (point === null) return;
  pen.lineWidth = 4;
  pen.strokeStyle = 'rgb(220 38 38)';
  pen.beginPath();
  pen.arc(point.x, point.y, 14, 0, 2 * Math.PI);
  pen.stroke();
}
